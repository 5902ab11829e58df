package dev.ledgerload.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sources of one strategy. Found by {@link java.util.ServiceLoader}: a loader module
 * names its provider in {@code META-INF/services}. Stateless and thread-safe.
 */
public interface JournalSourceProvider extends StrategyProvider {

  /**
   * Opens a source: connects, and checks the options; whether the journal's table fits is found at
   * the first load.
   *
   * @return of strategy {@link #strategy()}
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the store can't be reached
   * @throws IllegalArgumentException if an option is unknown or its value isn't allowed; the
   *     message names what is
   */
  JournalSource open(SourceConfig config);

  /** Whether a load gives what the journal holds by then, rather than a copy. */
  default boolean readsJournal() {
    return false;
  }

  /**
   * Whether amounts are read from the database, so that there is an option {@code untyped-numeric}.
   */
  default boolean readsAmounts() {
    return false;
  }

  /**
   * The shortest value of the option {@code ttl}, which says how long a day is kept; null if there
   * is no such option.
   */
  default @Nullable Duration shortestTtl() {
    return null;
  }

  /**
   * How long to wait for a load where another source could give the day; null for as long as there
   * is time.
   */
  default @Nullable Duration patience() {
    return null;
  }
}
