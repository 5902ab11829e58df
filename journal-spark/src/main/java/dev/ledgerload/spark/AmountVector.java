package dev.ledgerload.spark;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/** Exact numbers, each of 128 bits. */
final class AmountVector extends JournalVector {
  private final DecimalVector amounts;
  private final long address;

  AmountVector(DataType type, FieldVector vector) {
    super(type, vector);
    this.amounts = (DecimalVector) vector;
    this.address = vector.getDataBuffer().memoryAddress();
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    if (isNullAt(row)) {
      return null;
    }
    if (precision <= Decimal.MAX_LONG_DIGITS()) { // without an object for the number
      long low = MemoryUtil.getLong(address + (long) DecimalVector.TYPE_WIDTH * row);
      return Decimal.createUnsafe(low, precision, scale);
    }
    return Decimal.apply(amounts.getObjectNotNull(row), precision, scale);
  }
}
