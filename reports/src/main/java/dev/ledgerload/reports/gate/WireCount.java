package dev.ledgerload.reports.gate;

/**
 * What one fresh JVM sent to its servers and got from them for a few operations, from the first
 * connection on.
 *
 * @param statements queries and fetches sent to PostgreSQL, and commands sent to Redis; {@link
 *     #UNKNOWN} if they can't be told from each other, for they are encrypted
 * @param bytes both ways together, 0 or more
 */
public record WireCount(long statements, long bytes) {
  /** No number of statements. */
  public static final long UNKNOWN = -1;

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public WireCount {
    if (statements < UNKNOWN || bytes < 0) {
      throw new IllegalArgumentException("counts are 0 or more");
    }
  }
}
