package dev.ledgerload.columnar.ipc;

import static org.apache.arrow.vector.BufferLayout.BufferType.DATA;
import static org.apache.arrow.vector.BufferLayout.BufferType.OFFSET;
import static org.apache.arrow.vector.BufferLayout.BufferType.VALIDITY;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.util.List;
import java.util.Set;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BufferLayout;
import org.apache.arrow.vector.BufferLayout.BufferType;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The buffers that a column, or a dictionary, has in a body, and what must hold of them before
 * anyone reads them by address. How they hold values is Arrow's to say ({@link TypeLayout}).
 *
 * @param field as a batch has it: of the indexes' type if there is a dictionary
 */
record ColumnForm(Column column, Field field, ColumnType type, List<BufferLayout> buffers) {
  /*
   * A type that is to be received is named here; how a column may be held, ColumnType says, and
   * which column so, JournalTable. Values of one width need no more: their buffers are as long as
   * the rows demand, and any bits are a value. What else readers rely on is checked in requireHeld.
   */
  static final Set<Byte> TYPES =
      Set.of(
          Type.Bool,
          Type.Int,
          Type.FloatingPoint,
          Type.Decimal,
          Type.Date,
          Type.Time,
          Type.Timestamp,
          Type.FixedSizeBinary,
          Type.Utf8,
          Type.Binary);

  private static final int FIXED_WIDTH_BUFFERS = 2; // validity and values, and no offsets

  /** As the length of a buffer that depends on the values. */
  static final long ANY_LENGTH = -1;

  static ColumnForm of(Column column, Field field, ColumnType type) {
    return new ColumnForm(
        column, field, type, TypeLayout.getTypeLayout(field.getType()).getBufferLayouts());
  }

  boolean isCoded() {
    return type instanceof Code;
  }

  /** What the values of a code column's dictionary have. */
  ColumnForm ofValues() {
    var values = ((Code) type).values();
    return of(column, values.field(field.getName()), values);
  }

  int count() {
    return buffers.size();
  }

  /** How many bytes a buffer has for so many rows, or {@link #ANY_LENGTH}. */
  long bytes(int buffer, long rows) {
    int bits = buffers.get(buffer).getTypeBitWidth();
    return switch (typeOf(buffer)) {
      case OFFSET -> (rows + 1) * (bits / Byte.SIZE);
      case DATA -> count() == FIXED_WIDTH_BUFFERS ? bytesOf(rows * bits) : ANY_LENGTH;
      default -> bytesOf(rows * bits); // validity
    };
  }

  private static long bytesOf(long bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private BufferType typeOf(int buffer) {
    return buffers.get(buffer).getType();
  }

  /**
   * The buffers hold so many rows of which so many are null, and nothing else: bits of validity may
   * be missing if none is, offsets if there are no rows.
   */
  void requireHeld(int rows, int nulls, List<ArrowBuf> received) {
    for (int i = 0; i < count(); i++) {
      var type = typeOf(i);
      var buffer = received.get(i);
      boolean mayBeMissing = type == VALIDITY ? nulls == 0 : type == OFFSET && rows == 0;
      if (mayBeMissing && buffer.capacity() == 0) {
        continue;
      }
      long needed = bytes(i, rows);
      if (buffer.capacity() != needed && needed != ANY_LENGTH) {
        throw new CorruptStreamException(
            "%s has %,d bytes of %s for %,d rows, %,d of them NULL, and needs %,d"
                .formatted(field.getName(), buffer.capacity(), type, rows, nulls, needed));
      }
      if (type == VALIDITY) {
        ColumnChecks.requireNulls(buffer, rows, nulls);
      } else if (type == OFFSET) {
        requireValues(buffer, rows, received.get(i + 1));
      } else if (type == DATA && this.type == Fixed.TIME) {
        ColumnChecks.requireTimes(received.get(0), rows, buffer);
      }
    }
  }

  private void requireValues(ArrowBuf offsets, int rows, ArrowBuf values) {
    ColumnChecks.requireOffsets(offsets, rows, values);
    if (type != Variable.BYTES) {
      ColumnChecks.requireUtf8(offsets, rows, values);
    }
  }
}
