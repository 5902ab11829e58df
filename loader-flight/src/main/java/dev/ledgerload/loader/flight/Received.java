package dev.ledgerload.loader.flight;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Vectors of what was received, checked before anyone reads them by address. */
final class Received {
  private static final int BUFFERS = 2; // of a vector of values of one width: validity and values
  private static final int DICTIONARY_BUFFERS = 3; // validity, offsets, bytes

  private Received() {}

  /** A batch has what its columns need, one after the other, and nothing else. */
  static void requireColumns(ArrowRecordBatch batch, int columns) {
    require(batch, columns, BUFFERS * columns);
  }

  private static void require(ArrowRecordBatch batch, int columns, int buffers) {
    if (batch.getLength() < 0
        || batch.getNodes().size() != columns
        || batch.getBuffers().size() != buffers
        || batch.getBodyCompression().getCodec() != NoCompressionCodec.COMPRESSION_TYPE
        || batch.getNodes().stream().anyMatch(node -> node.getLength() != batch.getLength())) {
      throw new BrokenStreamException("a batch has other columns than its schema says");
    }
  }

  /** A column of a batch, which shares the batch's memory. */
  static FieldVector vector(
      ArrowRecordBatch batch, int column, Field field, BufferAllocator allocator) {
    int rows = batch.getLength();
    var validity = batch.getBuffers().get(BUFFERS * column);
    var values = batch.getBuffers().get(BUFFERS * column + 1);
    var vector = field.createVector(allocator);
    try {
      if (!(vector instanceof BaseFixedWidthVector fixed) || fixed.getTypeWidth() == 0) {
        throw new BrokenStreamException(
            "%s has type %s, which no column has".formatted(field.getName(), field.getType()));
      }
      requireBytes(field.getName(), values, (long) rows * fixed.getTypeWidth());
      fixed.loadFieldBuffers(
          node(field.getName(), batch, column, validity), List.of(validity, values));
      return vector;
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
  }

  /** The column's node; without validity bits no value is null. */
  private static ArrowFieldNode node(
      String name, ArrowRecordBatch batch, int column, ArrowBuf validity) {
    int rows = batch.getLength();
    int nulls = batch.getNodes().get(column).getNullCount();
    if (validity.capacity() == 0) {
      if (nulls != 0) {
        throw new BrokenStreamException(name + " has NULLs but not where they are");
      }
    } else {
      requireBytes(name, validity, (rows + 7L) / Byte.SIZE);
    }
    return new ArrowFieldNode(rows, nulls);
  }

  private static void requireBytes(String name, ArrowBuf buffer, long bytes) {
    if (buffer.capacity() < bytes) {
      throw new BrokenStreamException(
          "%s has %,d bytes of a batch that needs %,d".formatted(name, buffer.capacity(), bytes));
    }
  }

  /** A dictionary's values, which share the batch's memory. */
  static VarCharVector values(ArrowRecordBatch batch, String name, BufferAllocator allocator) {
    require(batch, 1, DICTIONARY_BUFFERS);
    int count = batch.getLength();
    var buffers = batch.getBuffers();
    var offsets = buffers.get(1);
    var bytes = buffers.get(2);
    var node = node(name, batch, 0, buffers.get(0));
    if (count > 0) {
      requireBytes(name, offsets, (count + 1L) * Integer.BYTES);
      requireAscending(name, offsets, count, bytes.capacity());
    }
    var vector = new VarCharVector(name, allocator);
    try {
      if (count > 0) {
        vector.loadFieldBuffers(node, buffers);
      }
      if (vector.getNullCount() > 0) {
        throw new BrokenStreamException(name + "'s dictionary holds NULL");
      }
      return vector;
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
  }

  private static void requireAscending(String name, ArrowBuf offsets, int count, long end) {
    long address = offsets.memoryAddress();
    int last = 0;
    for (long i = 0; i <= count; i++) {
      int offset = MemoryUtil.getInt(address + i * Integer.BYTES);
      if (offset < last || offset > end) {
        throw new BrokenStreamException(name + "'s dictionary has values outside its bytes");
      }
      last = offset;
    }
  }

  /**
   * Each index that isn't NULL's stands for a value.
   *
   * @param vector of indexes; checked to have its rows' bytes
   */
  static void requireIndexes(FieldVector vector, @Nullable VarCharVector dictionary) {
    var name = vector.getName();
    if (dictionary == null) {
      throw new BrokenStreamException(name + " has rows before its dictionary");
    }
    int width = ((BaseFixedWidthVector) vector).getTypeWidth();
    if (width > Integer.BYTES) {
      throw new BrokenStreamException(name + " has indexes of %d bytes".formatted(width));
    }
    int rows = vector.getValueCount();
    long address = vector.getDataBufferAddress();
    long count = Math.min(dictionary.getValueCount(), 1L << (Byte.SIZE * width - 1));
    for (long row = rowsWithin(address, rows, width, count); row < rows; row++) {
      if (!vector.isNull((int) row) && index(address, row, width) >= count) {
        throw new BrokenStreamException(name + " has an index outside its dictionary");
      }
    }
  }

  /**
   * How many rows have, NULL or not, an index from 0 to {@code count - 1}, as found word by word: 0
   * if one hasn't.
   */
  private static long rowsWithin(long address, int rows, int width, long count) {
    /*
     * Each lane of a word has the width of an index. A lane with its sign bit set, less an index
     * without, borrows nothing from the next, and keeps the bit if the index isn't larger.
     */
    if (count == 0) {
      return 0;
    }
    long ones = Long.divideUnsigned(-1L, (1L << (Byte.SIZE * width)) - 1); // 1 in each lane
    long signs = ones << (Byte.SIZE * width - 1);
    long last = signs | (ones * (count - 1));
    int lanes = Long.BYTES / width;
    long words = rows / lanes;
    long negative = 0;
    long within = signs;
    for (long i = 0; i < words; i++) {
      long indexes = MemoryUtil.getLong(address + i * Long.BYTES);
      negative |= indexes;
      within &= last - indexes;
    }
    return (negative & signs) == 0 && (within & signs) == signs ? words * lanes : 0;
  }

  private static long index(long address, long row, int width) {
    return switch (width) {
      case Byte.BYTES -> MemoryUtil.getByte(address + row) & 0xFF;
      case Short.BYTES -> MemoryUtil.getShort(address + row * Short.BYTES) & 0xFFFF;
      default -> MemoryUtil.getInt(address + row * Integer.BYTES) & 0xFFFF_FFFFL;
    };
  }
}
