package dev.ledgerload.harness.wire;

/** Finds the requests in what one connection's client sends. Used by one thread. */
@FunctionalInterface
interface RequestScanner {
  /** Finds none. */
  RequestScanner NONE = (buffer, count) -> 0;

  /** Not a number of requests: the bytes are encrypted, or of no known protocol. */
  int UNREADABLE = -1;

  /**
   * How many requests begin in these bytes, which follow those of the call before.
   *
   * @param buffer its first {@code count} bytes
   * @return 0 or more, or {@link #UNREADABLE}, then from each further call too
   */
  int requestsIn(byte[] buffer, int count);
}
