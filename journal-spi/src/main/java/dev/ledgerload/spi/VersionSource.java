package dev.ledgerload.spi;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Tells which version of a day is current, at far less cost than loading it, so that a copy can be
 * served only while it is current.
 *
 * <p>Not thread-safe: confined to one thread at a time.
 */
public interface VersionSource extends AutoCloseable {

  /**
   * The version of a day that was committed when this was called: that of a {@link
   * JournalTable.Snapshot} taken now.
   *
   * @param timeout how long asking may take, more than zero
   * @return empty if the database keeps none, or can't vouch for it
   * @throws JournalLoadException if it can't be known; of kind {@code TIMEOUT} also if the thread
   *     was interrupted
   * @throws IllegalStateException if this is closed
   */
  Optional<DayVersion> version(LocalDate day, Duration timeout);

  /** Releases the connection. Idempotent. */
  @Override
  void close();
}
