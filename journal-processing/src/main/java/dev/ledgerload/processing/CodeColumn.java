package dev.ledgerload.processing;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** One batch's dictionary indexes of one key, read as codes of {@link KeyValues}. */
final class CodeColumn {
  private final int indexBytes;
  private final long dataAddress;
  private final long validityAddress;
  private final boolean hasNulls;
  private final KeyValues key;

  CodeColumn(BaseFixedWidthVector indexes, KeyValues key) {
    this.indexBytes = indexes.getTypeWidth();
    this.dataAddress = indexes.getDataBufferAddress();
    this.validityAddress = indexes.getValidityBufferAddress();
    this.hasNulls = indexes.getNullCount() > 0;
    this.key = key;
  }

  /**
   * Reads the codes of {@code count} rows.
   *
   * @throws IllegalStateException if an index isn't one of the dictionary
   */
  void read(int firstRow, int count, int[] codes) {
    long address = dataAddress + (long) firstRow * indexBytes;
    switch (indexBytes) {
      case Byte.BYTES -> readBytes(address, count, codes);
      case Short.BYTES -> readShorts(address, count, codes);
      case Integer.BYTES -> readInts(address, count, codes);
      default -> throw new IllegalStateException("an index of " + indexBytes + " bytes");
    }
    if (hasNulls) {
      markNulls(firstRow, count, codes);
    } else {
      requireCodes(count, codes);
    }
  }

  private static void readBytes(long address, int count, int[] codes) {
    for (int i = 0; i < count; i++) {
      codes[i] = MemoryUtil.getByte(address + i);
    }
  }

  private static void readShorts(long address, int count, int[] codes) {
    for (int i = 0; i < count; i++) {
      codes[i] = MemoryUtil.getShort(address + (long) Short.BYTES * i);
    }
  }

  private static void readInts(long address, int count, int[] codes) {
    for (int i = 0; i < count; i++) {
      codes[i] = MemoryUtil.getInt(address + (long) Integer.BYTES * i);
    }
  }

  private void markNulls(int firstRow, int count, int[] codes) {
    int nullCode = key.nullCode();
    for (int i = 0; i < count; i++) {
      codes[i] =
          Validity.isSet(validityAddress, firstRow + i) ? key.requireCode(codes[i]) : nullCode;
    }
  }

  /** An index out of range must not land in another group's cell. */
  private void requireCodes(int count, int[] codes) {
    int last = key.nullCode() - 1;
    int outside = 0;
    for (int i = 0; i < count; i++) {
      outside |= codes[i] | (last - codes[i]); // negative if either is
    }
    if (outside < 0) {
      for (int i = 0; i < count; i++) {
        key.requireCode(codes[i]);
      }
    }
  }
}
