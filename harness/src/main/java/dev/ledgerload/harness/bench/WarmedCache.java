package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
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
record WarmedCache(CachingJournalSource source, @Nullable JournalSource filler)
    implements AutoCloseable {
  private static final Duration WARMING =
      Duration.parse(System.getProperty(TrialProtocol.WARMING_PROPERTY, "PT2S"));

  /** Once, before anything is measured: the day with all its columns. */
  void fill(JournalQuery query) {
    fetch(query.select(query.columns().allOf(query.grain()))).close();
  }

  /**
   * Before hits are measured: as many as {@link #WARMING} has room for. A load runs its loops a
   * million times and is soon compiled; a hit that takes microseconds is so after thousands.
   */
  void warm(JournalQuery query) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARMING.toNanos()) {
      hit(query);
    }
  }

  /** Takes the day that is held, and gives it back. */
  void hit(JournalQuery query) {
    source.load(query).close();
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
