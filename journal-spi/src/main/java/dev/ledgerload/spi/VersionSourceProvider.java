package dev.ledgerload.spi;

/**
 * Opens what tells a day's current version. Found by {@link java.util.ServiceLoader}. Stateless and
 * thread-safe.
 */
public interface VersionSourceProvider {

  /**
   * Connects; whether the database keeps versions is found when it is first asked.
   *
   * @param config its options are not for this
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the database can't be reached
   */
  VersionSource open(SourceConfig config);
}
