package dev.ledgerload.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;

/** Tables of a small seeded journal, made without a database. */
final class SeededDays implements AutoCloseable {
  static final LocalDate DAY = JournalParameters.FIRST_DAY;
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(500, 20));

  private final RootAllocator allocator = new RootAllocator();

  RootAllocator allocator() {
    return allocator;
  }

  /** A day's entries as of noon, in their first version. */
  JournalTable table(LocalDate day) {
    return table(day, 1, NOON);
  }

  JournalTable table(LocalDate day, long version, Instant asOf) {
    var snapshot = new Snapshot(day, Grain.ENTRY, Optional.of(new DayVersion(1, version)), asOf);
    return JOURNAL.table(snapshot, 200, allocator);
  }

  /** The table has every entry of its day. */
  static void requireWhole(JournalTable table) {
    assertThat(TableDigest.of(table))
        .isEqualTo(JOURNAL.oracle().digest(table.day(), table.columns()));
  }

  /** Fails if a table is still held. */
  @Override
  public void close() {
    allocator.close();
  }
}
