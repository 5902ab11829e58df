package dev.ledgerload.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ledgerload.spi.ColumnType.Fixed;
import java.time.LocalTime;
import java.util.UUID;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Values of one width: days as days since 1970, moments as microseconds since then. */
final class FixedVector extends JournalVector {
  private static final int NANOS = 1_000;

  private final Fixed held;
  private final long address;

  FixedVector(DataType sparkType, Fixed type, FieldVector vector) {
    super(sparkType, vector);
    held = type;
    this.address = vector.getDataBuffer().memoryAddress();
  }

  @Override
  public boolean getBoolean(int row) {
    return (MemoryUtil.getByte(address + (row >> 3)) >> (row & 7) & 1) != 0;
  }

  @Override
  public short getShort(int row) {
    return MemoryUtil.getShort(address + (long) Short.BYTES * row);
  }

  @Override
  public int getInt(int row) {
    return MemoryUtil.getInt(address + (long) Integer.BYTES * row);
  }

  @Override
  public long getLong(int row) {
    return MemoryUtil.getLong(address + (long) Long.BYTES * row);
  }

  @Override
  public float getFloat(int row) {
    return Float.intBitsToFloat(getInt(row));
  }

  @Override
  public double getDouble(int row) {
    return Double.longBitsToDouble(getLong(row));
  }

  /** Of what Spark has no type for: the text that PostgreSQL has for it. */
  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    return switch (held) {
      case TIME -> SparkTypes.time(LocalTime.ofNanoOfDay(getLong(row) * NANOS));
      case UUID -> UTF8String.fromBytes(uuid(row).toString().getBytes(US_ASCII));
      default -> super.getUTF8String(row);
    };
  }

  private UUID uuid(int row) {
    long at = address + 2L * Long.BYTES * row;
    return new UUID(bigEndian(at), bigEndian(at + Long.BYTES));
  }

  /** Arrow's memory is little-endian, the bytes of a UUID aren't. */
  private static long bigEndian(long address) {
    return Long.reverseBytes(MemoryUtil.getLong(address));
  }
}
