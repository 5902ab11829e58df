package dev.ledgerload.spi;

import java.time.LocalDate;

/**
 * A source that answers from a copy of the day where it has one. What it answers may be older than
 * the journal: how old, the table's {@link JournalTable.Snapshot#asOf()} tells, and {@link
 * JournalQuery#maxAge()} bounds.
 *
 * <p>Thread-safe.
 */
public interface CachingJournalSource extends JournalSource {

  /**
   * Forgets a day, at every grain.
   *
   * @throws JournalLoadException if the copy can't be forgotten
   */
  void invalidate(LocalDate day);
}
