package dev.ledgerload.loader.flight;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.columnar.ipc.TableDecoder;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The day that a stream brings, held against the one that was asked for. */
final class ReceivedDay implements AutoCloseable {
  private final JournalQuery query;
  private final ServedName journal;
  private final TableDecoder messages;
  private @Nullable StreamHeader header;

  /**
   * @param schema of the journal
   * @param journal what that is known by
   */
  ReceivedDay(
      JournalQuery query, JournalSchema schema, ServedName journal, BufferAllocator allocator) {
    this.query = query;
    this.journal = journal;
    this.messages = new TableDecoder(allocator, schema.of(query.grain()), query.columns());
  }

  /** Where frames are to be read into. */
  BufferAllocator allocator() {
    return messages.allocator();
  }

  long rows() {
    return messages.rows();
  }

  /**
   * Takes a frame, which is closed then.
   *
   * @throws CorruptStreamException if it isn't what may come next
   */
  void add(Frame frame) {
    try (frame) {
      if (!frame.header().hasRemaining()) {
        return; // metadata of another server's own
      }
      messages.accept(frame.header(), frame.body());
    }
    if (messages.rows() > header().rows()) {
      throw new CorruptStreamException("more rows than the schema announced");
    }
  }

  /** What the stream says of itself, which is what was asked for. */
  private StreamHeader header() {
    if (header != null) {
      return header;
    }
    var said = StreamHeader.of(messages.metadata());
    journal.requireServed(said.served());
    if (!said.snapshot().day().equals(query.day()) || said.snapshot().grain() != query.grain()) {
      throw new CorruptStreamException(
          "%s of grain %s, which wasn't asked for"
              .formatted(said.snapshot().day(), said.snapshot().grain()));
    }
    header = said;
    return said;
  }

  /**
   * The table, once the stream has ended.
   *
   * @throws CorruptStreamException if it ended before it was whole
   */
  JournalTable finish() {
    return messages.finish(header().snapshot(), header().rows());
  }

  /** Frees all that was received, unless there is a table of it. */
  @Override
  public void close() {
    messages.close();
  }
}
