package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.JournalLoadException;

/** Says that this JVM's memory didn't do. Whoever asked for too much, the others can go on. */
final class OutOfMemory {
  private OutOfMemory() {}

  /**
   * @param doing what needed the memory, as {@code "loading 2026-01-31"}
   */
  static JournalLoadException failure(String strategy, String doing, OutOfMemoryError error) {
    return new JournalLoadException(
        UNAVAILABLE,
        strategy,
        "%s: this JVM is out of memory, %s; its heap may have %,d bytes: raise that by -Xmx, or load less at a time"
            .formatted(doing, error.getMessage(), Runtime.getRuntime().maxMemory()),
        error);
  }
}
