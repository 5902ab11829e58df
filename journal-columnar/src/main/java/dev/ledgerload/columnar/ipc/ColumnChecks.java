package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;

/**
 * Checks of values that other code will use as addresses without looking: who reads a table trusts
 * its indexes and offsets. Each throws {@link CorruptStreamException} if something doesn't hold.
 */
final class ColumnChecks {
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private ColumnChecks() {}

  /** As many rows are null as is said; {@code validity} has a bit for each row. */
  static void requireNulls(ArrowBuf validity, int rows, int nulls) {
    require(
        BitVectorHelper.getNullCount(validity, rows) == nulls,
        "a column with another number of nulls");
  }

  /**
   * Every row that isn't null has an index below {@code size}. A null row's index means nothing; it
   * becomes 0 where it isn't below {@code size}, since readers may look it up before they look
   * whether the row is null.
   */
  static void requireIndexes(BaseFixedWidthVector indexes, int size) {
    long start = indexes.getDataBuffer().memoryAddress();
    int width = indexes.getTypeWidth();
    int rows = indexes.getValueCount();
    if (size == 0) {
      require(indexes.getNullCount() == rows, "a code that its dictionary hasn't got");
      MemoryUtil.setMemory(start, (long) rows * width, (byte) 0);
      return;
    }
    if (allBelow(start, width, rows, size)) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      long address = start + (long) row * width;
      int index = index(address, width);
      if (index < 0 || index >= size) {
        require(indexes.isNull(row), "a code that its dictionary hasn't got");
        MemoryUtil.setMemory(address, width, (byte) 0);
      }
    }
  }

  /*
   * Several indexes at once, in the lanes of a word. A lane is negative if its highest bit is set.
   * If it isn't, adding what is between `size` and the highest bit sets that bit just if the lane
   * isn't below `size`. What a negative lane carries into the next doesn't matter, for it is found
   * by itself.
   */
  private static boolean allBelow(long address, int width, int rows, int size) {
    int bits = width * Byte.SIZE;
    long ones = Long.divideUnsigned(-1, (1L << bits) - 1); // in each lane
    long highest = ones << (bits - 1);
    long room = Math.max(0, (1L << (bits - 1)) - size); // none: whatever isn't negative is below
    long added = ones * room;
    long found = 0;
    long bytes = (long) rows * width;
    long wordEnd = address + bytes / Long.BYTES * Long.BYTES;
    for (long at = address; at < wordEnd; at += Long.BYTES) {
      long word = MemoryUtil.getLong(at);
      found |= word | (word + added);
    }
    for (long at = wordEnd; at < address + bytes; at += width) {
      int index = index(at, width);
      found |= index < 0 || index >= size ? highest : 0;
    }
    return (found & highest) == 0;
  }

  private static int index(long address, int width) {
    return switch (width) {
      case Byte.BYTES -> MemoryUtil.getByte(address);
      case Short.BYTES -> MemoryUtil.getShort(address);
      default -> MemoryUtil.getInt(address);
    };
  }

  /** A dictionary's offsets never fall and stay within its text; each value is UTF-8. */
  static void requireTexts(ArrowBuf offsets, int size, ArrowBuf text) {
    int start = offsets.getInt(0);
    require(start >= 0, "a dictionary with a negative offset");
    for (int i = 1; i <= size; i++) {
      int end = offsets.getInt((long) i * Integer.BYTES);
      require(
          end >= start && end <= text.capacity(), "a dictionary with a value outside of its text");
      if (!isAscii(text, start, end)) {
        requireUtf8(text.nioBuffer(start, end - start));
      }
      start = end;
    }
  }

  private static boolean isAscii(ArrowBuf text, int start, int end) {
    long found = 0;
    int at = start;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      found |= text.getLong(at);
    }
    for (; at < end; at++) {
      found |= text.getByte(at);
    }
    return (found & NOT_ASCII) == 0;
  }

  private static void requireUtf8(ByteBuffer value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(value);
    } catch (CharacterCodingException e) {
      throw new CorruptStreamException("a dictionary with a value that isn't UTF-8", e);
    }
  }
}
