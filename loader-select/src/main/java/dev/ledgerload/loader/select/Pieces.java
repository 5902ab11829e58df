package dev.ledgerload.loader.select;

import java.time.Duration;

/**
 * How many rows to fetch at once: so many that the way to the server hardly counts, and so few that
 * they are some megabytes.
 */
final class Pieces {
  /*
   * Between two pieces nothing comes for a round trip. On one machine that is nothing, and small
   * pieces are best: their objects don't outlive the youngest. Far away a piece has to take long for
   * the trip to be short beside it. How long the trip is shows when the transaction begins, how
   * long a row takes, in each piece.
   *
   * The driver holds a piece whole, and the one before while it comes. A piece is bounded by what the
   * rows of the last one took; the first is small, for nobody knows how long its rows are.
   */
  static final int FIRST_ROWS = 500;

  /** What will do where there is no way. */
  static final int USUAL_ROWS = 10_000;

  /** Of values; the objects that hold them take three times that, if they are short. */
  static final long MOST_BYTES = 8 << 20;

  /** How many times as long as the round trip a piece takes. */
  private static final int ROUND_TRIPS = 20;

  private final long roundTripNanos;
  private int rows = FIRST_ROWS;
  private boolean isFirst = true;

  /**
   * @param roundTrip to the server and back
   */
  Pieces(Duration roundTrip) {
    this.roundTripNanos = roundTrip.toNanos();
  }

  /** How many rows the next piece has. */
  int rows() {
    return rows;
  }

  /**
   * Learns from a piece that was fetched and read.
   *
   * @param bytes of its values
   * @param nanos from when it was asked for to its last row; of the first, which came with the
   *     statement, it says nothing
   */
  void learn(long bytes, long nanos) {
    double wanted = Math.max(rows, USUAL_ROWS);
    if (!isFirst) {
      long ownNanos = Math.max(1, nanos - roundTripNanos);
      wanted = Math.max(wanted, (double) rows * ROUND_TRIPS * roundTripNanos / ownNanos);
    }
    long fitting = Math.max(1, MOST_BYTES * rows / Math.max(1, bytes));
    rows = (int) Math.min((double) fitting, wanted);
    isFirst = false;
  }
}
