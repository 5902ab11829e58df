package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A load that did not complete. Nothing of it was delivered and nothing of it is left behind.
 *
 * <p>{@link #kind()} tells the caller what can be done about it. The message names the strategy,
 * what it was doing, how far it came (with the unit) and, where a person must act, what to do. It
 * never holds a password.
 */
public final class JournalLoadException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What the caller can do. */
  public enum Kind {
    /**
     * The store can't be reached, refused the login, went away, cancelled the load or has not
     * enough memory; a cache doesn't hold the day: retry later, or fall to another source.
     */
    UNAVAILABLE,
    /** The store holds what the schema or a checksum forbids: repair it; a retry fails again. */
    CORRUPT,
    /**
     * The source can't serve this query as it stands, also for want of a table, a column or a
     * right: ask differently, repair what the message names, or ask another source.
     */
    UNSUPPORTED,
    /**
     * The query's timeout passed, or the loading thread was interrupted (its interrupt flag is set
     * again): allow more time, or fall to another source.
     */
    TIMEOUT
  }

  private final Kind kind;
  private final String strategy;

  /**
   * @param strategy the strategy that failed, as {@link JournalSource#strategy()}
   * @param what what it was doing, how far it came and why it ended, without the strategy
   */
  public JournalLoadException(Kind kind, String strategy, String what, @Nullable Throwable cause) {
    super(strategy + ": " + what, cause);
    this.kind = requireNonNull(kind, "kind");
    this.strategy = strategy;
  }

  /** A failure that no other one caused. */
  public JournalLoadException(Kind kind, String strategy, String what) {
    this(kind, strategy, what, null);
  }

  /** What the caller can do. */
  public Kind kind() {
    return kind;
  }

  /** The strategy that failed. */
  public String strategy() {
    return strategy;
  }
}
