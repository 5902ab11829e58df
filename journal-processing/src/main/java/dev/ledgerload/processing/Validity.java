package dev.ledgerload.processing;

import org.apache.arrow.memory.util.MemoryUtil;

/** Arrow's validity bits: set where there is a value. */
final class Validity {
  private Validity() {}

  static boolean isSet(long address, int row) {
    return (MemoryUtil.getByte(address + (row >> 3)) >> (row & 7) & 1) != 0;
  }
}
