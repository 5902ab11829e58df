package dev.ledgerload.spi;

/** A running server of days. Thread-safe. */
public interface JournalServer extends AutoCloseable {

  /** Where clients find it: what the option {@code url} of its strategy's source takes. */
  String url();

  /** Waits until the server has ended. */
  void awaitEnd() throws InterruptedException;

  /** Takes no further requests, lets those under way end for a moment, then stops. Idempotent. */
  @Override
  void close();
}
