package dev.ledgerload.processing;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;

/** One batch's values of one measure, read by address. */
final class AmountColumn {
  static final int BYTES = DecimalVector.TYPE_WIDTH;

  private final long dataAddress;
  private final long validityAddress;
  private final boolean hasNulls;

  AmountColumn(DecimalVector amounts) {
    this.dataAddress = amounts.getDataBufferAddress();
    this.validityAddress = amounts.getValidityBufferAddress();
    this.hasNulls = amounts.getNullCount() > 0;
  }

  boolean hasNulls() {
    return hasNulls;
  }

  boolean isNull(int row) {
    return !Validity.isSet(validityAddress, row);
  }

  /** Where a row's value lies: {@link #BYTES} before that of the next row. */
  long address(int row) {
    return dataAddress + (long) row * BYTES;
  }

  /** The low word of the value at an address. */
  static long low(long address) {
    return MemoryUtil.getLong(address);
  }

  /** The high word of the value at an address. */
  static long high(long address) {
    return MemoryUtil.getLong(address + Long.BYTES);
  }
}
