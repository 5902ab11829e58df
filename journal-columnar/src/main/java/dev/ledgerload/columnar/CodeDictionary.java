package dev.ledgerload.columnar;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Variable;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/**
 * The distinct values of one coded column, numbered from 0 in the order in which they came.
 * Thread-safe: the parts of a table share one, and ask it only for codes that are new to them.
 *
 * <p>A value is the bytes that Arrow has for it (of a boolean a byte of 0 or 1), so that what the
 * database sends in several forms is one value.
 */
final class CodeDictionary {
  private final ColumnType type;
  private final CodeTable numbers = new CodeTable();
  private byte[] values = new byte[1024];
  private int[] ends = new int[64];
  private int size;

  /**
   * @param type of which the values are
   */
  CodeDictionary(ColumnType type) {
    this.type = type;
  }

  /** Of which type the values are. */
  ColumnType type() {
    return type;
  }

  /**
   * The number of a value, a new one if need be. Reads up to eight bytes past it.
   *
   * @throws CorruptValueException if it's a text that isn't UTF-8
   */
  synchronized int number(byte[] bytes, int offset, int length) {
    int found = numbers.find(bytes, offset, length);
    if (found != CodeTable.ABSENT) {
      return found;
    }
    if (type == Variable.TEXT && !Utf8.isValid(bytes, offset, length)) {
      throw new CorruptValueException("a code that is not UTF-8");
    }
    append(bytes, offset, length);
    numbers.put(bytes, offset, length, size - 1);
    return size - 1;
  }

  synchronized int size() {
    return size;
  }

  /** The values as a vector, which is the caller's to close. */
  synchronized FieldVector vector(String name, BufferAllocator allocator) {
    FieldVector vector = type.field(name).createVector(allocator);
    try {
      write(vector);
      vector.setValueCount(size);
      return vector;
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
  }

  private void write(FieldVector vector) {
    int bytes = size == 0 ? 0 : ends[size - 1];
    if (vector instanceof BaseVariableWidthVector texts) {
      texts.allocateNew(Math.max(bytes, 1), Math.max(size, 1));
    } else {
      ((BaseFixedWidthVector) vector).allocateNew(Math.max(size, 1));
    }
    int start = 0;
    for (int i = 0; i < size; i++) {
      if (vector instanceof BaseVariableWidthVector texts) {
        texts.set(i, values, start, ends[i] - start);
      } else if (vector instanceof BitVector bits) {
        bits.set(i, values[start]);
      } else {
        vector.getDataBuffer().setBytes(start, values, start, ends[i] - start);
        ((BaseFixedWidthVector) vector).setIndexDefined(i);
      }
      start = ends[i];
    }
  }

  private void append(byte[] bytes, int offset, int length) {
    int start = size == 0 ? 0 : ends[size - 1];
    if (length > values.length - start) {
      values = Arrays.copyOf(values, Math.max(Math.addExact(start, length), 2 * values.length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    System.arraycopy(bytes, offset, values, start, length);
    ends[size] = start + length;
    size++;
  }
}
