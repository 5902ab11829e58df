package dev.ledgerload.columnar;

import dev.ledgerload.spi.ColumnType.Variable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Values as indexes into a dictionary, as narrow as the dictionary's size allows so far. */
final class CodeWriter extends FixedWriter {
  /*
   * Each part looks codes up in a table of its own and asks the shared dictionary only for those it
   * hasn't met, so that parts hardly ever wait for each other. A batch begins at the width that the
   * codes met so far need, is widened in place when a larger one comes, and is brought to the width
   * of the whole table when that is finished.
   *
   * Which rows are NULL is as good as random in many columns, and so is which codes are long; a
   * branch on it is mispredicted as often. So a first pass over a block looks every cell up in its
   * one likely place, NULL like a code, without a branch; a second one sees to what that missed.
   * The bits for NULL are made without a branch, too.
   *
   * All that is told by the bytes that the database sends. What they mean is asked but once for a
   * part: a new value is written by a writer of its type, which refuses what can't be held, and what
   * that holds then is looked up in the dictionary. So 1.0 and 1.00 are two here and one there.
   */
  private final CodeDictionary dictionary;
  private final CodeTable known = new CodeTable();
  private final Map<Object, Integer> knownObjects = new HashMap<>(); // of rows of Java's values
  private final ColumnWriter values; // its one row gets what is new
  private boolean hasValues;
  private final int[] numbers = new int[CellBlock.MAX_ROWS];
  private final int[] lengths = new int[CellBlock.MAX_ROWS];
  private final int[] missed = new int[CellBlock.MAX_ROWS];

  CodeWriter(BufferAllocator allocator, ColumnSpec spec, CodeDictionary dictionary) {
    super(allocator, spec.column().name(), Byte.BYTES);
    this.dictionary = dictionary;
    this.values = ColumnWriter.of(allocator, spec);
    known.putNull(0);
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    int misses = known.probe(bytes, starts, first, count, lengths, numbers, missed);
    for (int miss = 0; miss < misses; miss++) {
      int i = missed[miss];
      if (lengths[i] >= 0) { // else NULL, which another code keeps from its slot
        int found = known.find(bytes, starts[first + i] + Integer.BYTES, lengths[i]);
        numbers[i] = found == CodeTable.ABSENT ? learned(block, column, from + i, row + i) : found;
      } else {
        numbers[i] = 0;
      }
    }
    int allNumbers = 0; // their bits: as many as those of the largest
    int allLengths = 0; // negative if one is
    for (int i = 0; i < count; i++) {
      allNumbers |= numbers[i];
      allLengths |= lengths[i];
    }
    if (allLengths < 0) {
      setNulls(lengths, count, row);
    }
    putNumbers(row, count, allNumbers);
  }

  private int learned(CellBlock block, int column, int blockRow, int row) {
    byte[] bytes = block.bytes();
    int start = block.starts()[block.firstOf(column) + blockRow];
    int length = BigEndian.getInt(bytes, start);
    int offset = start + Integer.BYTES;
    int number;
    if (dictionary.type() == Variable.TEXT) {
      number = numberOfText(bytes, offset, length, row);
    } else {
      beginValue(row);
      values.decode(block, column, blockRow, 1, 0);
      number = numberOfValue();
    }
    known.put(bytes, offset, length, number);
    return number;
  }

  /** A text is held as it is sent, so it needs no writer. */
  private int numberOfText(byte[] bytes, int offset, int length, int row) {
    try {
      return dictionary.number(bytes, offset, length);
    } catch (CorruptValueException e) {
      throw corrupt(row, Utf8.PROBLEM);
    }
  }

  private void beginValue(int row) {
    if (!hasValues) {
      values.startBatch(1);
      hasValues = true;
    }
    values.standFor(entry(row));
  }

  private int numberOfValue() {
    byte[] held = values.held(0);
    return dictionary.number(
        Arrays.copyOf(held, held.length + CellBlock.SLACK_BYTES), 0, held.length);
  }

  private void putNumbers(int row, int count, int largest) {
    int needed = bytesFor(largest);
    if (needed > valueBytes()) {
      var wider = allocator().buffer((long) BATCH_ROWS * needed);
      copyIndexes(dataAddress(), valueBytes(), wider.memoryAddress(), needed, row);
      replaceData(wider, needed);
    }
    long address = dataAddress() + (long) row * valueBytes();
    switch (valueBytes()) {
      case Byte.BYTES -> {
        for (int i = 0; i < count; i++) {
          MemoryUtil.putByte(address + i, (byte) numbers[i]);
        }
      }
      case Short.BYTES -> {
        for (int i = 0; i < count; i++) {
          MemoryUtil.putShort(address + (long) i * Short.BYTES, (short) numbers[i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          MemoryUtil.putInt(address + (long) i * Integer.BYTES, numbers[i]);
        }
      }
    }
  }

  @Override
  void write(@Nullable Object value, int row) {
    if (value == null) {
      setNull(row);
      numbers[0] = 0;
    } else {
      var key = value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
      var number = knownObjects.get(key);
      numbers[0] = number != null ? number : learned(key, row);
    }
    putNumbers(row, 1, numbers[0]);
  }

  private int learned(Object value, int row) {
    beginValue(row);
    values.write(value, 0);
    int number = numberOfValue();
    knownObjects.put(value, number);
    return number;
  }

  @Override
  public void close() {
    super.close();
    values.close();
  }

  /** The bytes that a signed index up to {@code largest} needs: 1, 2 or 4. */
  static int bytesFor(int largest) {
    if (largest <= Byte.MAX_VALUE) {
      return Byte.BYTES;
    }
    return largest <= Short.MAX_VALUE ? Short.BYTES : Integer.BYTES;
  }

  /** A finished batch with indexes of another width; it takes the place of the old one. */
  static Batch widened(Batch batch, int valueBytes, BufferAllocator allocator) {
    if (batch.valueBytes() == valueBytes) {
      return batch;
    }
    var validity = batch.buffers().get(0);
    var indexes = batch.buffers().get(1);
    ArrowBuf wider = allocator.buffer(Math.max((long) batch.rows() * valueBytes, 1));
    copyIndexes(
        indexes.memoryAddress(),
        batch.valueBytes(),
        wider.memoryAddress(),
        valueBytes,
        batch.rows());
    indexes.close();
    return new Batch(List.of(validity, wider), batch.rows(), batch.nulls(), valueBytes);
  }

  private static void copyIndexes(long from, int fromBytes, long to, int toBytes, int count) {
    for (long i = 0; i < count; i++) {
      int index =
          fromBytes == Byte.BYTES
              ? MemoryUtil.getByte(from + i)
              : MemoryUtil.getShort(from + i * Short.BYTES);
      if (toBytes == Short.BYTES) {
        MemoryUtil.putShort(to + i * Short.BYTES, (short) index);
      } else {
        MemoryUtil.putInt(to + i * Integer.BYTES, index);
      }
    }
  }
}
