package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.columnar.ipc.PartDecoder;
import dev.ledgerload.columnar.ipc.PartInput;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Reads one day over one connection. */
final class DayReader {
  /*
   * Chunks are asked for some way ahead, so that Redis never waits for the next question, but not
   * all at once: it would copy them all to its own memory first, and send them then. What arrives
   * while a chunk is decompressed waits in the system's buffers, so that the two overlap without a
   * thread.
   */
  private static final long AHEAD_BYTES = 4 << 20;

  private final RedisConnection connection;
  private final String key;
  private final JournalSchema journal;
  private final JournalQuery query;

  /**
   * @param journal at the query's grain
   */
  DayReader(RedisConnection connection, String key, JournalSchema journal, JournalQuery query) {
    this.journal = journal;
    this.connection = connection;
    this.key = key;
    this.query = query;
  }

  /**
   * The columns that the query wants.
   *
   * @throws MissException if the day isn't held, or not so that it answers the query
   * @throws DamagedDayException if what is held isn't whole; the connection must be closed
   */
  JournalTable read(BufferAllocator allocator) throws IOException {
    var hash = connection.manifest(key);
    if (hash.isEmpty()) {
      throw new MissException("it isn't there");
    }
    var manifest = Manifest.of(hash, key, query.day(), journal);
    requireAnswer(manifest);
    try {
      return PartDecoder.decode(
          allocator,
          journal,
          manifest.snapshot(),
          query.columns(),
          manifest.rows(),
          new Chunks(manifest));
    } catch (CorruptStreamException e) {
      throw new DamagedDayException(manifest.writeId(), "it is damaged: " + e.getMessage(), e);
    }
  }

  private void requireAnswer(Manifest manifest) {
    if (!manifest.columns().containsAll(query.columns())) {
      throw new MissException(
          "it has only the columns %s, not %s".formatted(manifest.columns(), query.columns()));
    }
    var maxAge = query.maxAge();
    var asOf = manifest.snapshot().asOf();
    if (maxAge != null && asOf.isBefore(oldest(maxAge))) {
      throw new MissException("it is of %s, older than %s".formatted(asOf, maxAge));
    }
  }

  private static Instant oldest(java.time.Duration maxAge) {
    var now = Instant.now();
    var sinceEver = java.time.Duration.between(Instant.EPOCH, now);
    return maxAge.compareTo(sinceEver) >= 0 ? Instant.MIN : now.minus(maxAge);
  }

  /** The chunks that the query wants. */
  private final class Chunks implements PartInput {
    private final Manifest manifest;
    private final BulkReplies replies = connection.bulkReplies();
    private final List<Integer> wanted;
    private int asked;
    private int begun;
    private long aheadBytes;

    Chunks(Manifest manifest) {
      this.manifest = manifest;
      this.wanted =
          IntStream.range(0, manifest.chunks().size()).filter(this::isWanted).boxed().toList();
    }

    private boolean isWanted(int number) {
      var column = manifest.chunks().get(number).column();
      return column == null || query.columns().contains(column);
    }

    @Override
    public @Nullable Announced next() throws IOException {
      if (begun == wanted.size()) {
        return null;
      }
      if (aheadBytes <= AHEAD_BYTES / 2) {
        askAhead();
      }
      int number = wanted.get(begun++);
      var chunk = manifest.chunks().get(number);
      aheadBytes -= chunk.bytes();
      if (!replies.begin(chunk.bytes(), chunk.crc32c())) {
        throw new CorruptStreamException(
            "chunk %d of %d is not there, or of another length"
                .formatted(number, manifest.chunks().size()));
      }
      return new Announced(chunk.column(), chunk.bytes(), chunk.plainBytes());
    }

    private void askAhead() throws IOException {
      while (asked < wanted.size() && aheadBytes <= AHEAD_BYTES) {
        int number = wanted.get(asked++);
        connection.ask(DayKeys.chunk(key, manifest.writeId(), number));
        aheadBytes += manifest.chunks().get(number).bytes();
      }
      connection.flush();
    }

    @Override
    public void readFully(ByteBuffer target) throws IOException {
      replies.readFully(target);
    }

    @Override
    public void end() throws IOException {
      replies.end();
    }
  }
}
