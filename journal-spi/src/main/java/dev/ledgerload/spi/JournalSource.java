package dev.ledgerload.spi;

import java.util.Set;

/**
 * An open way to load a day of the journal.
 *
 * <p>Not thread-safe unless an implementation says so: a source is confined to one thread at a
 * time. The tables that it returns are safe to share, and outlive it.
 */
public interface JournalSource extends AutoCloseable {

  /** The strategy's name, as {@code copy}: lower case, the same for every instance. */
  String strategy();

  /** The grains that this source can load; never empty. */
  Set<Grain> grains();

  /**
   * Loads all rows of a day, as of one instant, in no particular order.
   *
   * <p>All or nothing: a load that can't be completed and verified throws, and leaves no memory,
   * connection or transaction behind; the same source can then be asked again. A day without
   * entries is an empty table. Interrupting the thread ends the load.
   *
   * @return exactly the columns asked for; the caller closes it
   * @throws JournalLoadException if the load did not complete; of kind {@code UNSUPPORTED} if the
   *     query's grain isn't one of {@link #grains()}
   * @throws IllegalStateException if this source is closed
   */
  JournalTable load(JournalQuery query);

  /** Releases connections and threads. Idempotent; returned tables stay valid. */
  @Override
  void close();
}
