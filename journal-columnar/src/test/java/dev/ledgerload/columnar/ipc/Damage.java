package dev.ledgerload.columnar.ipc;

import java.util.Arrays;
import java.util.Random;

/** Changes of some bytes: a bit, a byte, a number of the kind that lengths go wrong by, the end. */
final class Damage {
  private static final long[] EXTREME = {
    0,
    1,
    -1,
    7,
    8,
    255,
    256,
    0x7FFF,
    0x8000,
    0x7FFF_FFFF,
    0x8000_0000L,
    0xFFFF_FFF8L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40,
    -8
  };

  private Damage() {}

  static byte[] to(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    int at = random.nextInt(copy.length);
    switch (random.nextInt(6)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(copy, at);
      }
      case 3 -> {
        return Arrays.copyOf(copy, copy.length + 1 + random.nextInt(64));
      }
      case 4 -> put(copy, at & -4, EXTREME[random.nextInt(EXTREME.length)], Integer.BYTES);
      default -> put(copy, at & -8, EXTREME[random.nextInt(EXTREME.length)], Long.BYTES);
    }
    return copy;
  }

  private static void put(byte[] bytes, int at, long value, int width) {
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (Byte.SIZE * i));
    }
  }
}
