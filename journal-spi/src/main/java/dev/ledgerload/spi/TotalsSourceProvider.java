package dev.ledgerload.spi;

/**
 * Opens the sources of a strategy that gives totals without loading a day. Found by {@link
 * java.util.ServiceLoader}, like {@link JournalSourceProvider}. Stateless and thread-safe.
 */
public interface TotalsSourceProvider extends StrategyProvider {

  /**
   * Opens a source: connects, and checks the options; whether what it needs is installed is found
   * when it is first asked.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the store can't be reached
   * @throws IllegalArgumentException if an option is unknown or its value isn't allowed; the
   *     message names what is
   */
  TotalsSource open(SourceConfig config);
}
