package dev.ledgerload.columnar;

import dev.ledgerload.spi.ColumnType.Variable;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Texts, JSON and bytes of any length: one behind the other, and where each ends. */
final class VariableWriter extends ColumnWriter {
  /*
   * Offsets have 32 bits, so that a batch holds less than 2 GiB of a column. It is ended long before
   * (TablePart asks isFull): doubling small memory is quick, and whoever reads a table batch by
   * batch needs no more of it at once. An empty batch takes a block or a row of any size, as neither
   * is more than one Java array. What a batch needed, the next one is given from the start.
   *
   * Values are copied eight bytes at a time, with up to seven bytes that aren't theirs: these are
   * overwritten by the next value, or lie in the slack that the memory has at its end.
   */
  static final int MOST_ROWS = BATCH_ROWS - Byte.SIZE; // one offset more than rows in 2^18

  private static final long FULL_BYTES = (1 << 26) - Long.BYTES; // a power of two, with slack
  private static final long FIRST_BYTES = 1 << 16;
  private static final long LIKELY_BYTES = 64; // of a value
  private static final int SLACK_BYTES = Long.BYTES;
  private static final int MANY_BYTES = 256; // from which on the JVM's way to copy is quicker

  private static final int JSONB_VERSION = 1;
  private static final int SPACE = ' ';

  private final Variable type;
  private final int[] lengths = new int[CellBlock.MAX_ROWS];
  private @Nullable ArrowBuf offsets;
  private @Nullable ArrowBuf data;
  private long offsetsAddress;
  private long dataAddress;
  private long dataBytes;
  private long firstBytes = FIRST_BYTES;
  private int used;

  VariableWriter(BufferAllocator allocator, String name, Variable type) {
    super(allocator, name);
    this.type = type;
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    int begin = MemoryUtil.getInt(offsetAddress(row));
    long offset = offsetAddress(row + 1);
    int position = begin;
    int allLengths = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      lengths[i] = length;
      allLengths |= length;
      int value = start + Integer.BYTES;
      int valueBytes = Math.max(length, 0);
      if (type == Variable.JSON && length >= 0) {
        int header = versionBytes(bytes, value, length, row + i);
        value += header;
        valueBytes -= header;
      }
      if (valueBytes > dataBytes - position) {
        grow(position, valueBytes);
      }
      copy(bytes, value, valueBytes, dataAddress + position);
      position += valueBytes;
      MemoryUtil.putInt(offset + (long) i * Integer.BYTES, position);
    }
    used = position;
    if (allLengths < 0) {
      setNulls(lengths, count, row);
    }
    if (type != Variable.BYTES && !isAscii(begin, position)) {
      requireUtf8(bytes, starts, first, count, row);
    }
  }

  /**
   * The bytes before the text: {@code jsonb} is sent as a number, that of the format, and text. No
   * text of JSON begins with such a number, so that it tells {@code jsonb} from {@code json}.
   */
  private int versionBytes(byte[] bytes, int offset, int length, int row) {
    int version = length == 0 ? 0 : bytes[offset];
    if (version >= SPACE || version == '\t' || version == '\n' || version == '\r') {
      return 0;
    }
    if (version != JSONB_VERSION) {
      throw corrupt(
          row,
          length == 0
              ? "has 0 bytes, which no JSON has"
              : "is jsonb of version " + (version & 0xFF) + ", which isn't known");
    }
    return 1;
  }

  /** Whether bytes of the current batch are all below 128, as most are. */
  private boolean isAscii(int from, int to) {
    long allBits = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      allBits |= MemoryUtil.getLong(dataAddress + at);
    }
    for (; at < to; at++) {
      allBits |= MemoryUtil.getByte(dataAddress + at); // negative if it isn't, so all bits are set
    }
    return (allBits & Utf8.HIGH_BITS) == 0;
  }

  private void requireUtf8(byte[] bytes, int[] starts, int first, int count, int row) {
    for (int i = 0; i < count; i++) {
      if (!Utf8.isValid(bytes, starts[first + i] + Integer.BYTES, Math.max(lengths[i], 0))) {
        throw corrupt(row + i, Utf8.PROBLEM);
      }
    }
  }

  private static void copy(byte[] bytes, int from, int length, long to) {
    if (length >= MANY_BYTES) {
      MemoryUtil.copyToMemory(bytes, from, to, length);
      return;
    }
    for (int i = 0; i < length; i += Long.BYTES) {
      MemoryUtil.putLong(to + i, LittleEndian.getLong(bytes, from + i));
    }
  }

  private void grow(int position, int moreBytes) {
    long needed = (long) position + moreBytes;
    long bytes = dataBytes + SLACK_BYTES;
    while (bytes - SLACK_BYTES < needed) {
      bytes *= 2;
    }
    var larger = allocator().buffer(bytes);
    MemoryUtil.copyMemory(dataAddress, larger.memoryAddress(), position);
    if (data != null) {
      data.close();
    }
    setData(larger);
  }

  private void setData(ArrowBuf buffer) {
    data = buffer;
    dataAddress = buffer.memoryAddress();
    dataBytes = buffer.capacity() - SLACK_BYTES;
  }

  @Override
  void write(@Nullable Object value, int row) {
    int position = MemoryUtil.getInt(offsetAddress(row));
    if (value == null) {
      setNull(row);
    } else {
      byte[] bytes = bytes(value, row);
      if (bytes.length > dataBytes - position) {
        grow(position, bytes.length);
      }
      MemoryUtil.copyToMemory(bytes, 0, dataAddress + position, bytes.length);
      position += bytes.length;
    }
    MemoryUtil.putInt(offsetAddress(row + 1), position);
    used = position;
  }

  private byte[] bytes(Object value, int row) {
    if (type != Variable.BYTES) {
      try {
        return Utf8.bytes((String) value);
      } catch (CorruptValueException e) {
        throw corrupt(row, "is " + e.getMessage());
      }
    }
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return (byte[]) value;
  }

  /** Whether a batch that isn't empty must be ended before so many more bytes. */
  boolean isFull(long moreBytes) {
    return used + moreBytes > FULL_BYTES;
  }

  @Override
  byte[] held(int row) {
    int from = MemoryUtil.getInt(offsetAddress(row));
    var value = new byte[MemoryUtil.getInt(offsetAddress(row + 1)) - from];
    MemoryUtil.copyFromMemory(dataAddress + from, value, 0, value.length);
    return value;
  }

  private long offsetAddress(int row) {
    return offsetsAddress + (long) row * Integer.BYTES;
  }

  @Override
  void startValues(int rows) {
    offsets = allocator().buffer((rows + 1L) * Integer.BYTES);
    offsetsAddress = offsets.memoryAddress();
    MemoryUtil.putInt(offsetsAddress, 0);
    setData(allocator().buffer(Math.min(firstBytes, LIKELY_BYTES * rows)));
    used = 0;
  }

  @Override
  void trimValues(int rows) {
    if (offsets != null && data != null) {
      firstBytes = data.capacity();
      offsets = trimmed(offsets, (rows + 1L) * Integer.BYTES);
      data = trimmed(data, used);
    }
  }

  @Override
  void takeValues(List<ArrowBuf> buffers) {
    if (offsets != null && data != null) {
      buffers.add(offsets);
      buffers.add(data);
      offsets = null;
      data = null;
    }
  }

  @Override
  int valueBytes() {
    return 0;
  }

  @Override
  public void close() {
    super.close();
    if (offsets != null) {
      offsets.close();
      offsets = null;
    }
    if (data != null) {
      data.close();
      data = null;
    }
  }
}
