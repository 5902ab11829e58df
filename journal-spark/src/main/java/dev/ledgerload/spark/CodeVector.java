package dev.ledgerload.spark;

import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Indexes of a dictionary, whose values are made once a table. */
final class CodeVector extends JournalVector {
  private final BaseIntVector codes;
  private final Object[] values;

  /**
   * @param values as Spark holds them inside
   */
  CodeVector(DataType type, FieldVector vector, Object[] values) {
    super(type, vector);
    this.codes = (BaseIntVector) vector;
    this.values = values;
  }

  private Object value(int row) {
    return values[(int) codes.getValueAsLong(row)];
  }

  @Override
  public boolean getBoolean(int row) {
    return (Boolean) value(row);
  }

  @Override
  public short getShort(int row) {
    return (Short) value(row);
  }

  @Override
  public int getInt(int row) {
    return (Integer) value(row);
  }

  @Override
  public long getLong(int row) {
    return (Long) value(row);
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    return isNullAt(row) ? null : (Decimal) value(row);
  }

  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    return isNullAt(row) ? null : (UTF8String) value(row);
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
    return isNullAt(row) ? null : (byte[]) value(row);
  }
}
