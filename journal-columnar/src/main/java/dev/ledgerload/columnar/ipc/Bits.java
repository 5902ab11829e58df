package dev.ledgerload.columnar.ipc;

import java.nio.ByteBuffer;

/** Bits of validity. */
final class Bits {
  private Bits() {}

  /** How many of the first {@code count} bits of a little-endian buffer are set. */
  static int countSet(ByteBuffer bits, int count) {
    int set = 0;
    int wordEnd = count / Long.SIZE * Long.BYTES;
    for (int at = 0; at < wordEnd; at += Long.BYTES) {
      set += Long.bitCount(bits.getLong(at));
    }
    for (int bit = wordEnd * Byte.SIZE; bit < count; bit++) {
      set += isSet(bits, bit) ? 1 : 0;
    }
    return set;
  }

  static boolean isSet(ByteBuffer bits, int bit) {
    return (bits.get(bit / Byte.SIZE) >>> (bit % Byte.SIZE) & 1) != 0;
  }
}
