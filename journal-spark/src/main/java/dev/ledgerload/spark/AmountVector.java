package dev.ledgerload.spark;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/** Exact numbers, each of 128 bits. */
final class AmountVector extends JournalVector {
  private static final int BYTES = 16;

  private final long address;

  AmountVector(DataType type, FieldVector vector) {
    super(type, vector);
    this.address = vector.getDataBuffer().memoryAddress();
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    if (isNullAt(row)) {
      return null;
    }
    long at = address + (long) BYTES * row;
    long low = MemoryUtil.getLong(at);
    if (precision <= Decimal.MAX_LONG_DIGITS()) {
      return Decimal.createUnsafe(low, precision, scale);
    }
    var unscaled = BigInteger.valueOf(MemoryUtil.getLong(at + Long.BYTES)).shiftLeft(Long.SIZE);
    return Decimal.apply(new BigDecimal(unscaled.or(unsigned(low)), scale), precision, scale);
  }

  private static BigInteger unsigned(long word) {
    var low = BigInteger.valueOf(word);
    return word < 0 ? low.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : low;
  }
}
