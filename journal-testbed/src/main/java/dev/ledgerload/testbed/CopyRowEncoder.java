package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/** Writes entries as rows of COPY's binary format [1] into an array. */
final class CopyRowEncoder {
  /*
   * No object is made for a row: codes are kept as the bytes of their field, length included, and
   * are copied as they are.
   *
   * [1] PostgreSQL documentation, COPY, "Binary Format"; numeric as in numeric_send: digits of base
   *     10,000 without leading and trailing zeros, with the first one's weight
   */
  static final int MAX_ROW_BYTES = 1024;

  private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);
  private static final VarHandle INT16 = bigEndian(short[].class);
  private static final VarHandle INT32 = bigEndian(int[].class);
  private static final VarHandle INT64 = bigEndian(long[].class);
  private static final int EPOCH_DAY_2000 = 10_957;
  private static final short FIELDS = 5 + EntryGenerator.CODES;
  private static final int NULL_FIELD = -1;
  private static final short NEGATIVE = 0x4000;
  private static final short SCALE = 2;

  private final byte[][] accounts;
  private final List<byte[][]> codes;
  private final byte[] bytes;
  private int end;

  CopyRowEncoder(JournalTables tables, int capacityBytes) {
    accounts = fields(tables.accounts());
    codes = tables.codes().stream().map(CopyRowEncoder::fields).toList();
    bytes = new byte[capacityBytes];
  }

  private static VarHandle bigEndian(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
  }

  private static byte[][] fields(CodeList list) {
    return IntStream.range(0, list.size())
        .mapToObj(list::utf8)
        .map(CopyRowEncoder::field)
        .toArray(byte[][]::new);
  }

  private static byte[] field(byte[] utf8) {
    var field = new byte[4 + utf8.length];
    INT32.set(field, 0, utf8.length);
    System.arraycopy(utf8, 0, field, 4, utf8.length);
    return field;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The number of bytes written since {@link #clear()}. */
  int length() {
    return end;
  }

  boolean hasRoom() {
    return end + MAX_ROW_BYTES <= bytes.length;
  }

  void clear() {
    end = 0;
  }

  void writeHeader() {
    write(HEADER);
  }

  void writeTrailer() {
    writeInt16((short) -1);
  }

  void writeRow(EntryGenerator entry, int epochDay) {
    writeInt16(FIELDS);
    writeInt32(8);
    writeInt64(entry.id);
    writeInt32(4);
    writeInt32(epochDay - EPOCH_DAY_2000);
    write(accounts[entry.debit]);
    write(accounts[entry.credit]);
    writeAmount(entry.cents);
    for (int i = 0; i < EntryGenerator.CODES; i++) {
      int code = entry.code[i];
      if (code == EntryGenerator.NULL_CODE) {
        writeInt32(NULL_FIELD);
      } else {
        write(codes.get(i)[code]);
      }
    }
  }

  private void writeAmount(long cents) {
    long magnitude = Math.abs(cents);
    long whole = magnitude / 100;
    short fraction = (short) (magnitude % 100 * 100);
    int start = end;
    end += 12; // length, count, weight, sign, scale: once the digits are known
    int groups = writeWhole(whole);
    int weight = magnitude == 0 ? 0 : groups - 1;
    if (fraction != 0) {
      writeInt16(fraction);
    } else {
      while (end > start + 12 && (short) INT16.get(bytes, end - 2) == 0) {
        end -= 2;
      }
    }
    INT32.set(bytes, start, end - start - 4);
    INT16.set(bytes, start + 4, (short) ((end - start - 12) / 2));
    INT16.set(bytes, start + 6, (short) weight);
    INT16.set(bytes, start + 8, cents < 0 ? NEGATIVE : (short) 0);
    INT16.set(bytes, start + 10, SCALE);
  }

  /** Writes the groups of four digits before the point; returns how many there are. */
  private int writeWhole(long whole) {
    int groups = 0;
    for (long rest = whole; rest > 0; rest /= 10_000) {
      groups++;
    }
    long rest = whole;
    for (int i = groups - 1; i >= 0; i--) {
      INT16.set(bytes, end + 2 * i, (short) (rest % 10_000));
      rest /= 10_000;
    }
    end += 2 * groups;
    return groups;
  }

  private void write(byte[] field) {
    System.arraycopy(field, 0, bytes, end, field.length);
    end += field.length;
  }

  private void writeInt16(short value) {
    INT16.set(bytes, end, value);
    end += 2;
  }

  private void writeInt32(int value) {
    INT32.set(bytes, end, value);
    end += 4;
  }

  private void writeInt64(long value) {
    INT64.set(bytes, end, value);
    end += 8;
  }
}
