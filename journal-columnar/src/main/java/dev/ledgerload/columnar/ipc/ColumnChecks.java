package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private static final String NOT_UTF8 = "a text that isn't UTF-8";
  private static final int CHARACTERS_TOGETHER = 1024;
  private static final long LAST_MICRO = Duration.ofDays(1).toMillis() * 1_000 - 1;

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

  /** Offsets never fall and stay within the values. */
  static void requireOffsets(ArrowBuf offsets, int rows, ArrowBuf values) {
    long address = offsets.memoryAddress();
    int limit = (int) Math.min(values.capacity(), Integer.MAX_VALUE);
    int start = MemoryUtil.getInt(address);
    int found = start; // negative once something doesn't hold
    for (int row = 1; row <= rows; row++) {
      int end = MemoryUtil.getInt(address + (long) row * Integer.BYTES);
      found |= end | (end - start); // which can't overflow while none is negative
      start = end;
    }
    require(found >= 0 && start <= limit, "offsets that fall, or lead outside of the values");
  }

  /**
   * Each value is UTF-8.
   *
   * @param offsets checked before
   */
  static void requireUtf8(ArrowBuf offsets, int rows, ArrowBuf text) {
    int first = offsets.getInt(0);
    int last = offsets.getInt((long) rows * Integer.BYTES);
    if (isAscii(text.memoryAddress() + first, text.memoryAddress() + last)) {
      return;
    }
    requireUtf8(text.nioBuffer(first, last - first));
    for (int row = 1; row < rows; row++) { // and is so in pieces, if none begins within a character
      int start = offsets.getInt((long) row * Integer.BYTES);
      require(start == last || !isWithinCharacter(text.getByte(start)), NOT_UTF8);
    }
  }

  private static boolean isAscii(long address, long end) {
    long found = 0;
    long at = address;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      found |= MemoryUtil.getLong(at);
    }
    for (; at < end; at++) {
      found |= MemoryUtil.getByte(at);
    }
    return (found & NOT_ASCII) == 0;
  }

  private static boolean isWithinCharacter(byte utf8) {
    return (utf8 & 0b1100_0000) == 0b1000_0000;
  }

  private static void requireUtf8(ByteBuffer text) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var unread = CharBuffer.allocate(CHARACTERS_TOGETHER);
    while (true) {
      var result = decoder.decode(text, unread.clear(), true);
      require(!result.isError(), NOT_UTF8);
      if (result.isUnderflow()) {
        return;
      }
    }
  }

  /**
   * Every time that isn't null is one of a day.
   *
   * @param validity a bit for each row, or nothing if none is null
   */
  static void requireTimes(ArrowBuf validity, int rows, ArrowBuf micros) {
    long address = micros.memoryAddress();
    long found = 0; // negative once one is outside
    for (int row = 0; row < rows; row++) {
      long time = MemoryUtil.getLong(address + (long) row * Long.BYTES);
      found |= time | (LAST_MICRO - time);
    }
    for (int row = 0; found < 0 && row < rows; row++) {
      long time = micros.getLong((long) row * Long.BYTES);
      boolean isNull = validity.capacity() > 0 && BitVectorHelper.get(validity, row) == 0;
      require(isNull || (time >= 0 && time <= LAST_MICRO), "a time that no day has");
    }
  }
}
