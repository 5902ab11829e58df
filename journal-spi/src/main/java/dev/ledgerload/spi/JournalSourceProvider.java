package dev.ledgerload.spi;

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
}
