package dev.ledgerload.loader.flight;

import dev.ledgerload.columnar.ipc.ColumnChecks;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
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
  private static final int ALIGNMENT = 8; // of each buffer in a body
  private static final int DICTIONARY_BUFFERS = 3; // validity, offsets, bytes

  private Received() {}

  /** A batch has what its columns need, one after the other, and nothing else. */
  static void requireColumns(ArrowRecordBatch batch, int columns, ArrowBuf body) {
    require(batch, columns, BUFFERS * columns, body);
  }

  private static void require(ArrowRecordBatch batch, int columns, int buffers, ArrowBuf body) {
    if (batch.getLength() < 0
        || batch.getNodes().size() != columns
        || batch.getBuffers().size() != buffers
        || batch.getBodyCompression().getCodec() != NoCompressionCodec.COMPRESSION_TYPE
        || batch.getNodes().stream().anyMatch(node -> node.getLength() != batch.getLength())) {
      throw new BrokenStreamException("a batch has other columns than its schema says");
    }
    requireSideBySide(batch, body);
  }

  /** No byte of a body belongs to two buffers, or to none. */
  private static void requireSideBySide(ArrowRecordBatch batch, ArrowBuf body) {
    long next = 0;
    for (var buffer : batch.getBuffers()) {
      if (buffer.capacity() > 0 && buffer.memoryAddress() - body.memoryAddress() != next) {
        throw new BrokenStreamException("a batch has buffers that aren't side by side");
      }
      next += (buffer.capacity() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    if (next != body.capacity()) {
      throw new BrokenStreamException("a batch has another length than its buffers");
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
      ColumnChecks.requireNulls(validity, rows, nulls);
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
  static VarCharVector values(
      ArrowRecordBatch batch, String name, ArrowBuf body, BufferAllocator allocator) {
    require(batch, 1, DICTIONARY_BUFFERS, body);
    int count = batch.getLength();
    var buffers = batch.getBuffers();
    var offsets = buffers.get(1);
    var bytes = buffers.get(2);
    var node = node(name, batch, 0, buffers.get(0));
    if (count > 0) {
      requireBytes(name, offsets, (count + 1L) * Integer.BYTES);
      ColumnChecks.requireTexts(offsets, count, bytes, bytes.capacity());
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

  /**
   * Each index stands for a value; NULL's is made to.
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
    ColumnChecks.requireIndexes(
        vector.getDataBuffer(),
        width,
        vector.getValueCount(),
        dictionary.getValueCount(),
        vector.getValidityBuffer());
  }
}
