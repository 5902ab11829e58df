package dev.ledgerload.columnar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.VarCharVector;

/**
 * The distinct values of one code column, numbered from 0 in the order in which they came.
 * Thread-safe: the parts of a table share one, and ask it only for codes that are new to them.
 */
final class CodeDictionary {
  private final CodeTable numbers = new CodeTable();
  private byte[] values = new byte[1024];
  private int[] ends = new int[64];
  private int size;

  /**
   * The number of a code, a new one if need be.
   *
   * @throws CorruptValueException if the code isn't UTF-8
   */
  synchronized int number(byte[] bytes, int offset, int length) {
    int found = numbers.find(bytes, offset, length);
    if (found != CodeTable.ABSENT) {
      return found;
    }
    requireUtf8(bytes, offset, length);
    append(bytes, offset, length);
    numbers.put(bytes, offset, length, size - 1);
    return size - 1;
  }

  synchronized int size() {
    return size;
  }

  /** Writes the values into an empty vector. */
  synchronized void writeTo(VarCharVector vector) {
    int bytes = size == 0 ? 0 : ends[size - 1];
    vector.allocateNew(Math.max(bytes, 1), Math.max(size, 1));
    int start = 0;
    for (int i = 0; i < size; i++) {
      vector.set(i, values, start, ends[i] - start);
      start = ends[i];
    }
    vector.setValueCount(size);
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

  private static void requireUtf8(byte[] bytes, int offset, int length) {
    int allBits = 0;
    for (int i = 0; i < length; i++) {
      allBits |= bytes[offset + i];
    }
    if (allBits >= 0) {
      return; // ASCII, as nearly all are
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
    } catch (CharacterCodingException e) {
      throw new CorruptValueException("a code that is not UTF-8");
    }
  }
}
