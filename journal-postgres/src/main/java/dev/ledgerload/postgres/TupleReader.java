package dev.ledgerload.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ledgerload.columnar.CellBlock;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.columnar.TablePart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Reads the binary format of one COPY into one part of a table, behind what is in it. Used once.
 */
public final class TupleReader {
  /*
   * The format [1]: a signature, flags and a header extension; then rows; then a row of -1 cells.
   * The server puts each row in a message of its own, the header before the first. A stream is
   * whole only if all of that came, nothing came behind it, and the server counted as many rows.
   *
   * [1] PostgreSQL documentation, COPY, "Binary Format"
   */
  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(ISO_8859_1);
  private static final int FLAGS_BYTES = Integer.BYTES;
  private static final int CRITICAL_FLAGS = 0xFFFF0000;
  private static final short TRAILER = -1;

  private final TablePart part;
  private final long rowsBefore;
  private final CellBlock block;
  private boolean headerSeen;
  private boolean trailerSeen;

  /** A reader of rows of so many columns, those of the part. */
  public TupleReader(TablePart part, int columns) {
    this.part = part;
    this.rowsBefore = part.rows();
    this.block = new CellBlock(columns);
  }

  /**
   * Reads all rows.
   *
   * @return their number
   * @throws CorruptValueException if what comes isn't the format, or a value can't be held exactly
   * @throws IOException if the stream ended early, the deadline passed or the thread was
   *     interrupted
   * @throws SQLException if the server failed
   */
  public long read(CopyStream stream) throws IOException, SQLException {
    while (!stream.isAtEnd()) {
      while (stream.next()) {
        accept(stream.bytes(), stream.start(), stream.end());
      }
      flush(); // what fill() overwrites
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    long serverRows = stream.finish();
    long rows = part.rows() - rowsBefore;
    if (!trailerSeen || serverRows != rows) {
      throw new IOException("the stream ended after %,d rows of %,d".formatted(rows, serverRows));
    }
    return serverRows;
  }

  /** Takes one message's bytes. */
  void accept(byte[] bytes, int start, int end) {
    int position = headerSeen ? start : behindHeader(bytes, start, end);
    if (position == end) {
      return; // the header alone
    }
    if (trailerSeen) {
      throw new CorruptValueException("rows behind the last one");
    }
    if (end - position == Short.BYTES
        && bytes[position] == TRAILER
        && bytes[position + 1] == TRAILER) {
      trailerSeen = true;
      return;
    }
    block.addTuple(bytes, position, end);
    if (block.isFull()) {
      flush();
    }
  }

  /** Hands over the rows taken so far. */
  void flush() {
    part.append(block);
    block.clear();
  }

  private int behindHeader(byte[] bytes, int start, int end) {
    headerSeen = true;
    int extension = start + SIGNATURE.length + FLAGS_BYTES;
    if (end - extension < Integer.BYTES
        || !Arrays.equals(bytes, start, start + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new CorruptValueException("a stream that isn't COPY's binary format");
    }
    var header = ByteBuffer.wrap(bytes);
    if ((header.getInt(extension - FLAGS_BYTES) & CRITICAL_FLAGS) != 0) {
      throw new CorruptValueException("a COPY format with unknown critical flags");
    }
    int extensionBytes = header.getInt(extension);
    int position = extension + Integer.BYTES;
    if (extensionBytes < 0 || extensionBytes > end - position) {
      throw new CorruptValueException("a COPY header that doesn't fit its message");
    }
    return position + extensionBytes;
  }
}
