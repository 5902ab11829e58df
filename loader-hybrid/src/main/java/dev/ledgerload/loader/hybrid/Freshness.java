package dev.ledgerload.loader.hybrid;

/** Until when a copy of a day is served. */
public enum Freshness {
  /** Until it is of an age. */
  TTL,
  /**
   * As long as it is current: the database is asked for the day's version before each answer. Where
   * it keeps none, no copy is served.
   */
  VERSION
}
