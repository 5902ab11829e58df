package dev.ledgerload.testbed;

/** Integer mixing: the same on every JVM, and no state. */
final class Mix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** A bijection in which each input bit changes each output bit half of the time (Stafford 13). */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The {@code n}-th of the independent draws that belong to a key. */
  static long draw(long key, int n) {
    return mix(key + n * GOLDEN);
  }

  /** A draw's upper half scaled to 0 (inclusive) … {@code bound} (exclusive). */
  static int upper(long draw, int bound) {
    return (int) (((draw >>> 32) * bound) >>> 32);
  }

  /** A draw's lower half scaled to 0 (inclusive) … {@code bound} (exclusive). */
  static int lower(long draw, int bound) {
    return (int) (((draw & 0xFFFF_FFFFL) * bound) >>> 32);
  }

  /** A hash of bytes and their number. */
  static long bytes(byte[] bytes, int from, int to) {
    long hash = mix((to - from) + GOLDEN);
    int i = from;
    for (; i + 8 <= to; i += 8) {
      hash = mix(hash ^ word(bytes, i, 8)) + GOLDEN;
    }
    return mix(hash ^ word(bytes, i, to - i));
  }

  private static long word(byte[] bytes, int from, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[from + i] & 0xFFL) << (8 * i);
    }
    return word;
  }
}
