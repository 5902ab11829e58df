package dev.ledgerload.loader.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A seeded day, and what must be true of it. */
final class Days {
  static final LocalDate DAY = JournalParameters.FIRST_DAY;
  static final JournalQuery QUERY = JournalQuery.entries(DAY);

  private static final int BATCH_ROWS = 20_000;

  /** Some megabytes: more than may wait on the way from Redis. */
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(100_000, 1));

  private Days() {}

  static JournalTable table(BufferAllocator allocator, Grain grain, long version) {
    return table(
        allocator,
        new Snapshot(DAY, grain, Optional.of(new DayVersion(1, version)), Instant.now()));
  }

  static JournalTable table(BufferAllocator allocator, Snapshot snapshot) {
    return JOURNAL.table(snapshot, BATCH_ROWS, allocator);
  }

  static boolean put(RedisJournalCache cache, BufferAllocator allocator, long version) {
    try (var table = table(allocator, Grain.ENTRY, version)) {
      return cache.put(table);
    }
  }

  static void requireHeld(RedisJournalCache cache, long version) {
    try (var table = cache.load(QUERY)) {
      assertThat(table.snapshot().version()).hasValue(new DayVersion(1, version));
      assertThat(TableDigest.of(table)).isEqualTo(JOURNAL.oracle().digest(DAY, table.columns()));
    }
  }

  static JournalLoadException failureOf(ThrowingCallable work) {
    var failure = catchThrowableOfType(JournalLoadException.class, work);
    assertThat(failure).as("a failure").isNotNull();
    assertThat(failure.strategy()).isEqualTo("redis");
    return failure;
  }

  static JournalLoadException requireMiss(RedisJournalCache cache) {
    var failure = failureOf(() -> cache.load(QUERY).close());
    assertThat(failure.kind()).isEqualTo(JournalLoadException.Kind.UNAVAILABLE);
    return failure;
  }
}
