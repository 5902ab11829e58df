package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.JournalLoadException.Kind;
import java.time.Duration;

/** Is told what loads come to. Thread-safe; every method returns at once and throws nothing. */
interface LoadRecorder {
  /** Records nothing. */
  LoadRecorder NONE = new LoadRecorder() {};

  /** A caller got a snapshot of an age from a tier. */
  default void loaded(String tier, long elapsedNanos, Duration age) {}

  /** A caller got a failure. */
  default void failed(Kind kind, long elapsedNanos) {}

  /** A caller has processed what came from a tier. */
  default void processed(String tier, boolean completed, long elapsedNanos) {}

  /** A tier that holds copies had what was asked for. */
  default void hit(String tier) {}

  /** A tier that holds copies did not have what was asked for, or only too old. */
  default void miss(String tier) {}

  /** A tier failed. */
  default void tierFailed(String tier, Kind kind) {}

  /** What became of a table that was to be kept in a tier. */
  default void filled(String tier, Fill fill) {}

  /** What becomes of a table that is to be kept in a tier. */
  enum Fill {
    /** It is kept. */
    KEPT,
    /** The tier has a newer one, or it is too big. */
    REFUSED,
    /** The tier could not be written. */
    FAILED,
    /** There was no room in the queue, or the loader was closed, or the day was invalidated. */
    DROPPED
  }
}
