package dev.ledgerload.spi;

/**
 * A source that holds days which others loaded. It answers only who would have got the same rows
 * from the database.
 *
 * <p>What it doesn't hold is a miss: {@link #load} throws a {@link JournalLoadException} of kind
 * {@code UNAVAILABLE}. Not held is also a day in part, damaged, without a column that the query
 * wants, or older than {@link JournalQuery#maxAge()} allows.
 *
 * <p>A miss has no {@linkplain Throwable#getCause() cause}. Where the store itself failed, the
 * cause is that failure: so who asks can tell a cache that is empty from one that is down.
 */
public interface JournalCache extends CachingJournalSource {

  /**
   * Keeps a day for later loads, unless the cache holds a {@linkplain
   * JournalTable.Snapshot#isNewerThan newer snapshot} of it. So a slow old load never overwrites a
   * newer one, whoever makes them. A table that has not all columns of the snapshot held is kept
   * only if it is newer.
   *
   * @param table stays the caller's: the cache shares or copies it
   * @return whether it was kept
   * @throws JournalLoadException if the cache can't be written; it then holds the day as before, or
   *     not at all
   */
  boolean put(JournalTable table);
}
