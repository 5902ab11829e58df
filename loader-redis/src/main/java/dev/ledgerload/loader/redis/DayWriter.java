package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.TableEncoder;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisException;

/** Writes one day, or removes it, over one connection. */
final class DayWriter {
  /*
   * Chunks are written under keys that nobody else has, then the manifest, in one transaction with
   * all that it needs: the old chunks go, and it gets a time to live that ends before that of the
   * new ones (so that who just read the manifest finds them). The transaction is bound to the manifest
   * that was looked at (WATCH): if another writer was faster, all is compared again. A writer that
   * dies leaves chunks that no manifest names, which go with their time to live.
   */
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration CHUNKS_OUTLIVE = Duration.ofMinutes(1);

  private final RedisConnection connection;
  private final String key;
  private final LocalDate day;
  private final JournalSchema journal;

  /**
   * @param journal at the day's grain
   */
  DayWriter(RedisConnection connection, String key, LocalDate day, JournalSchema journal) {
    this.connection = connection;
    this.key = key;
    this.day = day;
    this.journal = journal;
  }

  /**
   * Writes a table, unless what is there outranks it.
   *
   * @param line over which it is written, and will be read
   * @return whether it did
   * @throws MissException if the server has thrown a part of it out again, or nobody would read it
   */
  boolean write(JournalTable table, Duration ttl, LineMeter line) throws IOException {
    var problem = Manifest.problemOf(table.snapshot().asOf());
    if (!problem.isEmpty()) {
      throw new MissException(problem);
    }
    long askedNanos = System.nanoTime();
    var held = held();
    line.answered(System.nanoTime() - askedNanos);
    if (held != null && held.outranks(table.snapshot(), table.columns())) {
      return false;
    }
    var writeId = HexFormat.of().toHexDigits(RANDOM.nextLong());
    List<Manifest.Chunk> chunks = new ArrayList<>();
    boolean kept = false;
    long startNanos = System.nanoTime();
    try {
      long chunkTtlMillis = ttl.plus(CHUNKS_OUTLIVE).toMillis();
      TableEncoder.encode(
          table,
          line::speed,
          (column, bytes, plainBytes) -> {
            var name = DayKeys.chunk(key, writeId, chunks.size());
            requireFew(chunks);
            chunks.add(new Manifest.Chunk(column, bytes.length, plainBytes, crc32c(bytes)));
            long sentNanos = System.nanoTime();
            connection.set(name, bytes, chunkTtlMillis);
            line.wrote(bytes.length, System.nanoTime() - sentNanos);
          });
      var manifest =
          new Manifest(
              journal.fingerprint(),
              table.snapshot(),
              table.columns(),
              table.rows(),
              writeId,
              chunks);
      boolean committed = commit(manifest, ttl, startNanos);
      if (committed) {
        requireKept(manifest);
      }
      kept = committed;
      return committed;
    } finally {
      if (!kept) {
        removeChunks(writeId, chunks.size());
      }
    }
  }

  private static void requireFew(List<Manifest.Chunk> chunks) {
    if (chunks.size() == Manifest.MAX_CHUNKS) {
      throw new IllegalArgumentException(
          "a table of more than %,d chunks".formatted(Manifest.MAX_CHUNKS));
    }
  }

  /**
   * Looks whether all of a day is there, now that it is written: a server that evicts makes room
   * when it is next asked something, so it may have thrown out what it took a moment before.
   */
  private void requireKept(Manifest manifest) throws IOException {
    var keys = keys(manifest);
    long kept = connection.count(keys);
    if (kept == keys.size()) {
      return;
    }
    var eviction = Eviction.of(connection.memoryInfo());
    var there = writeIdThere();
    if (there == null ? !eviction.isPossible() : !there.equals(manifest.writeId())) {
      return; // somebody else removed or replaced it
    }
    removeIfOf(manifest.writeId());
    throw new MissException(
        "it evicted %d of the day's %d keys at once; %s"
            .formatted(keys.size() - kept, keys.size(), eviction));
  }

  private static int crc32c(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  /** Its time to live is counted from before the first chunk, which so never goes before it. */
  private boolean commit(Manifest manifest, Duration ttl, long startNanos) throws IOException {
    while (true) {
      connection.watch(key);
      var held = held();
      if (held != null && held.outranks(manifest.snapshot(), manifest.columns())) {
        connection.unwatch();
        return false;
      }
      List<CommandArguments> commands = new ArrayList<>();
      commands.add(RedisConnection.unlinking(held == null ? List.of(key) : keys(held)));
      commands.add(RedisConnection.writingHash(key, manifest.toHash(key)));
      var left = ttl.minusNanos(System.nanoTime() - startNanos);
      commands.add(RedisConnection.expiring(key, Math.max(1, left.toMillis())));
      if (connection.commit(commands)) {
        return true;
      }
    }
  }

  /** Removes whatever is there. */
  void remove() throws IOException {
    do {
      connection.watch(key);
    } while (!connection.commit(List.of(removal())));
  }

  /**
   * Removes what is there if it is still what a write left that proved damaged.
   *
   * @return whether it was
   */
  boolean removeIfOf(String writeId) throws IOException {
    connection.watch(key);
    if (!writeId.equals(writeIdThere())) {
      connection.unwatch();
      return false;
    }
    return connection.commit(List.of(removal()));
  }

  /** What the field {@code write} holds, as {@link DamagedDayException} has it; null if no key. */
  private @Nullable String writeIdThere() throws IOException {
    try {
      var hash = connection.manifest(key);
      return hash.isEmpty() ? null : hash.getOrDefault("write", "");
    } catch (DamagedDayException e) {
      return e.writeId();
    }
  }

  private CommandArguments removal() throws IOException {
    var held = held();
    return RedisConnection.unlinking(held == null ? List.of(key) : keys(held));
  }

  private List<String> keys(Manifest held) {
    var keys = held.chunkKeys(key);
    keys.add(key);
    return keys;
  }

  /** The manifest that is there; null if there is none, or none that can be read. */
  private @Nullable Manifest held() throws IOException {
    try {
      var hash = connection.manifest(key);
      return hash.isEmpty() ? null : Manifest.of(hash, key, day, journal);
    } catch (DamagedDayException | MissException e) {
      return null;
    }
  }

  /** As well as can be: what stays goes with its time to live. */
  private void removeChunks(String writeId, int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(DayKeys.chunk(key, writeId, i));
    }
    try {
      connection.unlink(keys);
    } catch (JedisException e) {
      // the connection may be what failed
    }
  }
}
