package dev.ledgerload.harness.bench;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import org.jspecify.annotations.Nullable;

/**
 * A day in what keeps days, brought into the state that a cell is measured in.
 *
 * <p>A {@link JournalCache} is filled by others, so its cold load is theirs, and the putting. What
 * else keeps days loads them itself when it has to.
 *
 * @param source what keeps days
 * @param filler what to load by for a cache; null if the source loads by itself
 */
record KeptDay(CachingJournalSource source, @Nullable JournalSource filler)
    implements AutoCloseable {

  /** Once, before anything is measured: the day with all its columns. */
  void warm(JournalQuery query) {
    fetch(JournalQuery.entries(query.day())).close();
  }

  /** Before each cold load. */
  void cool(JournalQuery query) {
    source.invalidate(query.day());
  }

  /** Loads a day that isn't held; then it is. */
  JournalTable fetch(JournalQuery query) {
    if (filler == null || !(source instanceof JournalCache cache)) {
      return source.load(query);
    }
    var table = filler.load(query);
    if (!cache.put(table)) {
      table.close();
      throw new WrongAnswerException("the cache didn't keep the day that it was given");
    }
    return table;
  }

  @Override
  public void close() {
    if (filler != null) {
      filler.close();
    }
  }
}
