package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.spi.Grain;

/**
 * Something to measure: one method at one number of rows.
 *
 * @param kind what the method delivers
 * @param strategy the strategy, or {@link #DRAIN}
 * @param variant of the strategy
 * @param columns a word of {@link Columns}
 * @param processor what makes the totals; empty if the strategy does
 * @param state {@link #WARM} or {@link #COLD} for what keeps days, else empty
 * @param rows entries of the day
 */
record PlannedCell(
    Kind kind,
    String strategy,
    String variant,
    String columns,
    String processor,
    String state,
    int rows) {

  /** What a method delivers. */
  enum Kind {
    /** Nothing: the COPY is read and not decoded. */
    DRAIN,
    ENTRIES,
    PAIRS,
    /** Totals, without a table that is loaded first. */
    TOTALS;

    /** What a row stands for. */
    Grain grain() {
      return this == DRAIN || this == ENTRIES ? Grain.ENTRY : Grain.ACCOUNT_PAIR;
    }
  }

  /** Not a strategy: the floor of the others. */
  static final String DRAIN = "drain";

  static final String KERNEL = "kernel";

  /** The day is held already. */
  static final String WARM = "warm";

  /** The operation fetches the day, and keeps it. */
  static final String COLD = "cold";

  static PlannedCell drain(String columns, int rows) {
    return new PlannedCell(Kind.DRAIN, DRAIN, "one-stream", columns, KERNEL, "", rows);
  }

  boolean isDrain() {
    return kind == Kind.DRAIN;
  }

  boolean isTotals() {
    return kind == Kind.TOTALS;
  }

  @Override
  public String toString() {
    var text = "%s %s%s, %,d rows".formatted(strategy, variant, spaced(state), rows);
    text += columns.equals(Columns.TOTALS) ? ", totals' columns" : "";
    boolean usual = isDrain() || isTotals() || processor.equals(KERNEL);
    return text + (usual ? "" : ", " + processor);
  }

  private static String spaced(String word) {
    return word.isEmpty() ? "" : " " + word;
  }
}
