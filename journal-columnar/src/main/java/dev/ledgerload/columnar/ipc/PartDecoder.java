package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a stream that {@link TableEncoder} wrote back into a table. */
public final class PartDecoder {
  private static final MessageParser PARSER = new MessageParser(false, TableEncoder.MAX_BATCH_ROWS);

  private final TableDecoder table;
  private final PartInput input;

  private PartDecoder(TableDecoder table, PartInput input) {
    this.table = table;
    this.input = input;
  }

  /**
   * The table of all parts, which are checked as {@link TableDecoder} does it. Of each part all
   * bytes are read, unless it fails.
   *
   * @param parent the table's memory is a child of it
   * @param journal what the table is of, at whatever grain
   * @param snapshot what the table is a copy of
   * @param columns the columns wanted, some of the stream's
   * @param rows how many rows the table must have
   * @throws IOException what the input throws
   * @throws CorruptStreamException if a part isn't the one that must come next, or there are more
   *     or fewer rows
   * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator's limit is reached
   */
  public static JournalTable decode(
      BufferAllocator parent,
      JournalSchema journal,
      JournalTable.Snapshot snapshot,
      ColumnSet columns,
      long rows,
      PartInput input)
      throws IOException {
    try (var table = new TableDecoder(parent, journal.of(snapshot.grain()), columns)) {
      new PartDecoder(table, input).read();
      return table.finish(snapshot, rows);
    }
  }

  private void read() throws IOException {
    table.begin(head());
    for (var column : table.wanted()) {
      if (table.schema().column(column).isCoded()) {
        readDictionary(column);
      }
    }
    for (var head = head(); head.hasRemaining(); head = head()) {
      for (var body : PARSER.batch(head, table.schema())) {
        if (table.wanted().contains(body.form().column())) {
          readColumn(body);
        }
      }
    }
    require(input.next() == null, "a part behind the end of the stream");
  }

  private PartInput.Announced next(@Nullable Column column) throws IOException {
    var part = input.next();
    if (part == null || !Objects.equals(part.column(), column)) {
      throw new CorruptStreamException("a part of another column than must come next, or none");
    }
    return part;
  }

  /** The next part, which has a column's values: no more than any that is written. */
  private PartInput.Announced nextOf(Column column) throws IOException {
    var part = next(column);
    require(
        part.plainBytes() <= TableEncoder.MAX_PART_BYTES
            && part.bytes() <= 2L * TableEncoder.MAX_PART_BYTES,
        "a part that becomes more than any that is written");
    return part;
  }

  /** The next part, which is a message without a body: its metadata, empty for the end mark. */
  private ByteBuffer head() throws IOException {
    var part = next(null);
    var metadata = metadata();
    require(
        part.bytes() == IpcMessage.PREFIX_BYTES + metadata.remaining(),
        "a message of another length");
    input.end();
    return metadata;
  }

  private ByteBuffer metadata() throws IOException {
    var prefix = input.read(IpcMessage.PREFIX_BYTES);
    int continuation = prefix.getInt();
    int length = prefix.getInt();
    require(
        continuation == IpcMessage.CONTINUATION
            && length >= 0
            && length <= TableDecoder.MAX_METADATA_BYTES,
        "a message without its prefix");
    return input.read(length);
  }

  private void readDictionary(Column column) throws IOException {
    var part = nextOf(column);
    var metadata = metadata();
    int headBytes = IpcMessage.PREFIX_BYTES + metadata.remaining();
    var values = PARSER.dictionary(metadata, table.schema());
    require(
        values.form().column().equals(column) && part.bytes() == headBytes + values.bytes(),
        "another column's dictionary, or of another length");
    try (var reader = new BodyReader(table.allocator(), input, part.plainBytes())) {
      table.addDictionary(values, reader.read(values));
    }
  }

  private void readColumn(ColumnBody body) throws IOException {
    var part = nextOf(body.form().column());
    require(part.bytes() == body.bytes(), "a column of another length");
    try (var reader = new BodyReader(table.allocator(), input, part.plainBytes())) {
      table.addColumn(body, reader.read(body));
    }
  }
}
