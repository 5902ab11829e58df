package dev.ledgerload.spi;

/**
 * Starts a server that gives days to other processes, whose client is the source of the same
 * strategy. Found by {@link java.util.ServiceLoader}. Stateless and thread-safe.
 */
public interface JournalServerProvider {

  /** The strategy's name, as {@link StrategyProvider#strategy()}. */
  String strategy();

  /**
   * Starts a server on the journal that the configuration names; returns once it answers.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the database can't be reached or
   *     the server's port is taken
   * @throws IllegalArgumentException if an option is unknown or its value isn't allowed; the
   *     message names what is
   */
  JournalServer start(SourceConfig config);
}
