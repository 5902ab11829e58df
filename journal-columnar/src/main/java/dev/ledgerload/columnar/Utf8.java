package dev.ledgerload.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

/** UTF-8, and what looks like it. */
final class Utf8 {
  /** What is wrong with a value of a text column. */
  static final String PROBLEM = "is not UTF-8: the database's encoding allows what UTF-8 doesn't";

  /** The bits that no ASCII has set, of eight bytes. */
  static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Whether bytes are UTF-8: no surrogates, nothing longer than it must be. */
  static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (end - at >= Long.BYTES && (LittleEndian.getLong(bytes, at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
        continue;
      }
      int first = bytes[at++];
      if (first >= 0) {
        continue;
      }
      int more = first < (byte) 0xE0 ? 1 : first < (byte) 0xF0 ? 2 : 3;
      if (end - at < more) {
        return false;
      }
      int second = bytes[at] & 0xFF;
      boolean startsWell =
          switch (first & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> (first & 0xFF) >= 0xC2 && (first & 0xFF) <= 0xF4;
          };
      if (!startsWell) {
        return false;
      }
      for (; more > 0; more--) {
        if ((bytes[at++] & 0xC0) != 0x80) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * A text's bytes.
   *
   * @throws CorruptValueException if it has half of a surrogate pair
   */
  static byte[] bytes(String text) {
    if (text.chars().anyMatch(letter -> Character.isSurrogate((char) letter))
        && !UTF_8.newEncoder().canEncode(text)) {
      throw new CorruptValueException("a text with half of a surrogate pair");
    }
    return text.getBytes(UTF_8);
  }
}
