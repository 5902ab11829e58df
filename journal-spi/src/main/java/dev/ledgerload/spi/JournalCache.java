package dev.ledgerload.spi;

import java.time.LocalDate;

/**
 * A source that holds days which others loaded.
 *
 * <p>A day that it doesn't hold, or holds in part or damaged, is a miss: {@link #load} throws a
 * {@link JournalLoadException} of kind {@code UNAVAILABLE}.
 */
public interface JournalCache extends JournalSource {

  /**
   * Keeps a day for later loads. A table with a lower version than the one held is refused, so that
   * a slow old load never overwrites a newer one; a table without a version replaces any.
   *
   * @param table stays the caller's: the cache shares or copies it
   * @return whether it was kept
   * @throws JournalLoadException if the cache can't be written; it then holds the day as before, or
   *     not at all
   */
  boolean put(JournalTable table);

  /**
   * Forgets a day, at every grain.
   *
   * @throws JournalLoadException if the cache can't be written
   */
  void invalidate(LocalDate day);
}
