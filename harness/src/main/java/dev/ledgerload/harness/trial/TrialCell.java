package dev.ledgerload.harness.trial;

/**
 * Something that a build can measure. The components mean what those of the results' cells do.
 *
 * @param kind what the method delivers: {@code DRAIN}, {@code ENTRIES}, {@code PAIRS} or {@code
 *     TOTALS}
 * @param strategy the strategy
 * @param variant of it
 * @param columns {@code all}, {@code totals} or {@code none}
 * @param processor what makes the totals; empty if the strategy does
 * @param state {@code warm}, {@code cold} or empty
 * @param rows entries of the day
 */
public record TrialCell(
    String kind,
    String strategy,
    String variant,
    String columns,
    String processor,
    String state,
    int rows) {

  /** As {@link dev.ledgerload.reports.results.CellId#key()} of the phase whose time is compared. */
  public String key() {
    boolean drain = kind.equals("DRAIN");
    boolean entries = drain || kind.equals("ENTRIES");
    return String.join(
        "/",
        strategy,
        variant,
        entries ? "ENTRY" : "ACCOUNT_PAIR",
        columns,
        Integer.toString(rows),
        drain ? "load" : "total",
        (drain || processor.isEmpty() ? "-" : processor) + (state.isEmpty() ? "" : "/" + state));
  }
}
