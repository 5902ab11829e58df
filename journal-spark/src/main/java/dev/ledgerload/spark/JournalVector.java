package dev.ledgerload.spark;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of a batch as Spark reads it, where it lies. The table that it is of is its reader's:
 * Spark closes batches when it likes, and that frees nothing here.
 */
abstract class JournalVector extends ColumnVector {
  /*
   * Spark has such a class for Arrow's vectors, but that knows no dictionaries and makes an object
   * of each amount; and it is of the Arrow that Spark comes with, of which no class may meet ours.
   */
  private final long validityAddress;
  private final int nulls;

  JournalVector(DataType type, FieldVector vector) {
    super(type);
    nulls = vector.getNullCount();
    validityAddress = vector.getValidityBuffer().memoryAddress();
  }

  @Override
  public final void close() {}

  @Override
  public final boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public final int numNulls() {
    return nulls;
  }

  @Override
  public final boolean isNullAt(int row) {
    return nulls > 0 && (MemoryUtil.getByte(validityAddress + (row >> 3)) >> (row & 7) & 1) == 0;
  }

  private UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("of a column of " + dataType().sql());
  }

  @Override
  public boolean getBoolean(int row) {
    throw unsupported();
  }

  @Override
  public byte getByte(int row) {
    throw unsupported();
  }

  @Override
  public short getShort(int row) {
    throw unsupported();
  }

  @Override
  public int getInt(int row) {
    throw unsupported();
  }

  @Override
  public long getLong(int row) {
    throw unsupported();
  }

  @Override
  public float getFloat(int row) {
    throw unsupported();
  }

  @Override
  public double getDouble(int row) {
    throw unsupported();
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    throw unsupported();
  }

  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    throw unsupported();
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
    throw unsupported();
  }

  @Override
  public final ColumnarArray getArray(int row) {
    throw unsupported();
  }

  @Override
  public final ColumnarMap getMap(int row) {
    throw unsupported();
  }

  @Override
  public final ColumnVector getChild(int ordinal) {
    throw unsupported();
  }
}
