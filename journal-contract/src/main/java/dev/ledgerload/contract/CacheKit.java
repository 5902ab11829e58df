package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** What a test of a cache works with. One for each test; what it opened is gone with it. */
final class CacheKit implements AutoCloseable {
  static final LocalDate DAY = JournalParameters.FIRST_DAY;

  /** When the snapshots that say nothing else were taken. */
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

  private static final int BATCH_ROWS = 700;
  private static final Map<Long, SeededJournal> JOURNALS = new ConcurrentHashMap<>();

  private final Function<BufferAllocator, JournalCache> opener;
  private final RootAllocator allocator = new RootAllocator();
  private final List<JournalCache> caches = new ArrayList<>();

  CacheKit(Function<BufferAllocator, JournalCache> opener) {
    this.opener = opener;
  }

  /** A new, empty cache. */
  JournalCache open() {
    var cache = opener.apply(allocator);
    caches.add(cache);
    return cache;
  }

  /**
   * The journal as it was at a version, without one at 0. No two have an entry in common, so a
   * table that is made of two snapshots is told by its digest.
   */
  private static SeededJournal journal(Optional<DayVersion> version) {
    return JOURNALS.computeIfAbsent(
        version.map(DayVersion::changes).orElse(0L),
        v -> {
          int rows = 1500 + Math.floorMod(v, 100);
          return new SeededJournal(JournalParameters.of(rows, 2).withSeed(v));
        });
  }

  static Snapshot snapshot(Grain grain, long version, Instant asOf) {
    return new Snapshot(DAY, grain, Optional.of(new DayVersion(1, version)), asOf);
  }

  static Snapshot unversioned(Grain grain, Instant asOf) {
    return new Snapshot(DAY, grain, Optional.empty(), asOf);
  }

  static JournalQuery query(Snapshot snapshot) {
    return snapshot.grain() == Grain.ENTRY
        ? JournalQuery.entries(snapshot.day())
        : JournalQuery.groups(snapshot.day());
  }

  /** The table that a source would have loaded then. The caller closes it. */
  JournalTable table(Snapshot snapshot) {
    return journal(snapshot.version()).table(snapshot, BATCH_ROWS, allocator);
  }

  boolean put(JournalCache cache, Snapshot snapshot) {
    return put(cache, snapshot, GlEntries.of(snapshot.grain()));
  }

  boolean put(JournalCache cache, Snapshot snapshot, ColumnSet columns) {
    try (var whole = table(snapshot);
        var part = whole.project(columns)) {
      return cache.put(part);
    }
  }

  /** The cache has this snapshot and no other, with all columns of its grain. */
  static void requireHeld(JournalCache cache, Snapshot snapshot) {
    requireHeld(cache, snapshot, GlEntries.of(snapshot.grain()));
  }

  static void requireHeld(JournalCache cache, Snapshot snapshot, ColumnSet columns) {
    try (var table = cache.load(query(snapshot).select(columns))) {
      assertThat(table.snapshot()).isEqualTo(snapshot);
      assertThat(table.columns()).isEqualTo(columns);
      requireWhole(table);
    }
  }

  /** A table has every row of the snapshot that it claims to be, once and unchanged. */
  static void requireWhole(JournalTable table) {
    var oracle = journal(table.snapshot().version()).oracle();
    assertThat(table.rows())
        .isEqualTo(
            table.grain() == Grain.ENTRY ? oracle.rows(table.day()) : oracle.pairs(table.day()));
    assertThat(TableDigest.of(table))
        .as("digest of %s in %s", table.columns(), table.snapshot())
        .isEqualTo(oracle.digest(table.day(), table.grain(), table.columns()));
  }

  static void requireMiss(JournalCache cache, JournalQuery query) {
    var failure = catchThrowableOfType(JournalLoadException.class, () -> cache.load(query).close());
    assertThat(failure).as("a miss").isNotNull();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(UNAVAILABLE);
    assertThat(failure).as("the store itself didn't fail").hasNoCause();
    assertThat(failure.strategy()).isEqualTo(cache.strategy());
    assertThat(failure).hasMessageContaining(query.day().toString());
  }

  /** Closes the caches; then no memory may be left. */
  @Override
  public void close() {
    caches.forEach(JournalCache::close);
    allocator.close(); // fails if a buffer is still held
  }
}
