package dev.ledgerload.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values in PostgreSQL's binary form, encoded from its documentation and by no code of ours. */
final class Cells {
  /** The cell of {@link #tuple} that stands for NULL; others may be as empty. */
  static final byte[] NULL = new byte[0];

  static final int POSITIVE = 0;
  static final int NEGATIVE = 0x4000;

  /** What lies behind a block's last row: never read as part of a value, so anything will do. */
  private static final byte SLACK = (byte) 0xA5;

  private Cells() {}

  /** A NUMERIC as the server sends it: no zero digits at either end. */
  static byte[] numeric(BigDecimal value) {
    return numeric(value, 0, 0, Math.max(0, value.scale()));
  }

  /** The same number with so many zero digits before and behind, and a display scale. */
  static byte[] numeric(BigDecimal value, int zerosBefore, int zerosBehind, int displayScale) {
    var parts = value.abs().toPlainString().split("\\.", -1);
    var whole = parts[0];
    var fraction = parts.length == 2 ? parts[1] : "";
    whole = "0".repeat((4 - whole.length() % 4) % 4) + whole;
    fraction = fraction + "0".repeat((4 - fraction.length() % 4) % 4);
    var text = whole + fraction;
    int weight = whole.length() / 4 - 1;
    List<Integer> digits = new ArrayList<>();
    for (int at = 0; at < text.length(); at += 4) {
      digits.add(Integer.parseInt(text.substring(at, at + 4)));
    }
    while (!digits.isEmpty() && digits.get(0) == 0) {
      digits.remove(0);
      weight--;
    }
    while (!digits.isEmpty() && digits.get(digits.size() - 1) == 0) {
      digits.remove(digits.size() - 1);
    }
    if (digits.isEmpty()) {
      weight = 0;
    }
    for (int i = 0; i < zerosBefore; i++) {
      digits.add(0, 0);
    }
    for (int i = 0; i < zerosBehind; i++) {
      digits.add(0);
    }
    return numeric(
        weight + zerosBefore,
        value.signum() < 0 ? NEGATIVE : POSITIVE,
        displayScale,
        digits.stream().mapToInt(Integer::intValue).toArray());
  }

  /** A NUMERIC word by word. */
  static byte[] numeric(int weight, int sign, int displayScale, int... digits) {
    var cell = ByteBuffer.allocate(8 + 2 * digits.length);
    cell.putShort((short) digits.length).putShort((short) weight);
    cell.putShort((short) sign).putShort((short) displayScale);
    for (int digit : digits) {
      cell.putShort((short) digit);
    }
    return cell.array();
  }

  static byte[] int8(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static byte[] int4(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] int2(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  static byte[] date(LocalDate day) {
    return int4((int) ChronoUnit.DAYS.between(LocalDate.of(2000, 1, 1), day));
  }

  static byte[] text(String value) {
    return value.getBytes(UTF_8);
  }

  /** A row of COPY's binary format; {@link #NULL} itself is NULL. */
  static byte[] tuple(byte[]... cells) {
    int size = 2;
    for (byte[] cell : cells) {
      size += 4 + cell.length;
    }
    var tuple = ByteBuffer.allocate(size).putShort((short) cells.length);
    for (byte[] cell : cells) {
      tuple.putInt(cell == NULL ? -1 : cell.length);
      tuple.put(cell);
    }
    return tuple.array();
  }

  /** A row whose cells' length words and bytes are given as they are to be. */
  static byte[] rawTuple(int columns, int... words) {
    var tuple = ByteBuffer.allocate(2 + 4 * words.length).putShort((short) columns);
    for (int word : words) {
      tuple.putInt(word);
    }
    return tuple.array();
  }

  /** The bytes with the slack that a block needs behind them. */
  static byte[] withSlack(byte[] bytes) {
    byte[] padded = Arrays.copyOf(bytes, bytes.length + CellBlock.SLACK_BYTES);
    Arrays.fill(padded, bytes.length, padded.length, SLACK);
    return padded;
  }

  /** Appends rows in blocks as full as can be, each over one array. */
  static void append(TablePart part, int columns, List<byte[]> tuples) {
    var block = new CellBlock(columns);
    for (int from = 0; from < tuples.size(); from += CellBlock.MAX_ROWS) {
      var rows = tuples.subList(from, Math.min(tuples.size(), from + CellBlock.MAX_ROWS));
      var joined = ByteBuffer.allocate(rows.stream().mapToInt(row -> row.length).sum());
      rows.forEach(joined::put);
      byte[] array = withSlack(joined.array());
      int start = 0;
      for (byte[] row : rows) {
        block.addTuple(array, start, start + row.length);
        start += row.length;
      }
      part.append(block);
      block.clear();
    }
  }
}
