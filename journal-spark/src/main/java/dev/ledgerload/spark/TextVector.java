package dev.ledgerload.spark;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Texts or bytes of any length. */
final class TextVector extends JournalVector {
  private final long offsetAddress;
  private final long address;

  TextVector(DataType type, FieldVector vector) {
    super(type, vector);
    this.offsetAddress = vector.getOffsetBuffer().memoryAddress();
    this.address = vector.getDataBuffer().memoryAddress();
  }

  /** Of no longer life than the task's, as Spark has it of all columns. */
  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    return isNullAt(row) ? null : UTF8String.fromAddress(null, address + offset(row), length(row));
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    var bytes = new byte[length(row)];
    MemoryUtil.copyFromMemory(address + offset(row), bytes, 0, bytes.length);
    return bytes;
  }

  private int length(int row) {
    return offset(row + 1) - offset(row);
  }

  private int offset(int row) {
    return MemoryUtil.getInt(offsetAddress + (long) Integer.BYTES * row);
  }
}
