package dev.ledgerload.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Text as indexes into a dictionary, as narrow as the dictionary's size allows so far. */
final class CodeWriter extends ColumnWriter {
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
   */
  private final CodeDictionary dictionary;
  private final CodeTable known = new CodeTable();
  private final Map<String, Integer> knownTexts = new HashMap<>(); // of entries appended as records
  private final int[] numbers = new int[CellBlock.MAX_ROWS];
  private final int[] lengths = new int[CellBlock.MAX_ROWS];
  private final int[] missed = new int[CellBlock.MAX_ROWS];

  CodeWriter(BufferAllocator allocator, String name, CodeDictionary dictionary) {
    super(allocator, name, Byte.BYTES);
    this.dictionary = dictionary;
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
        numbers[i] = number(bytes, starts[first + i] + Integer.BYTES, lengths[i], row + i);
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

  private int number(byte[] bytes, int offset, int length, int row) {
    int number = known.find(bytes, offset, length);
    return number == CodeTable.ABSENT ? learned(bytes, offset, length, row) : number;
  }

  private int learned(byte[] bytes, int offset, int length, int row) {
    int number;
    try {
      number = dictionary.number(bytes, offset, length);
    } catch (CorruptValueException e) {
      throw corrupt(row, "is not UTF-8: the database's encoding allows what UTF-8 doesn't");
    }
    known.put(bytes, offset, length, number);
    return number;
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
      var code = (String) value;
      var number = knownTexts.get(code);
      numbers[0] = number != null ? number : learned(code, row);
    }
    putNumbers(row, 1, numbers[0]);
  }

  private int learned(String code, int row) {
    byte[] utf8 = code.getBytes(UTF_8);
    byte[] padded = Arrays.copyOf(utf8, utf8.length + CellBlock.SLACK_BYTES);
    int number = number(padded, 0, utf8.length, row);
    knownTexts.put(code, number);
    return number;
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
    ArrowBuf wider = allocator.buffer(Math.max((long) batch.rows() * valueBytes, 1));
    copyIndexes(
        batch.data().memoryAddress(),
        batch.valueBytes(),
        wider.memoryAddress(),
        valueBytes,
        batch.rows());
    batch.data().close();
    return new Batch(batch.validity(), wider, batch.rows(), batch.nulls(), valueBytes);
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
