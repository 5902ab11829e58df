package dev.ledgerload.harness.trial;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import org.jspecify.annotations.Nullable;

/**
 * A cell, as the protocol writes it.
 *
 * @param kind what is delivered: {@code DRAIN}, {@code ENTRIES}, {@code PAIRS} or {@code TOTALS}
 * @param strategy as {@link CellId}'s, like all the others
 * @param variant likewise
 * @param columns likewise
 * @param processor likewise; empty for null, but {@code kernel} for the floor
 * @param state likewise; empty for null
 * @param rows likewise
 * @param link likewise, but left out for null: older builds know of none
 */
public record TrialCell(
    String kind,
    String strategy,
    String variant,
    String columns,
    String processor,
    String state,
    int rows,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LinkSpeed link) {
  private static final String FLOOR = "DRAIN";
  private static final String ENTRY = "ENTRY";

  /** What a cell is written as; it is in the phase whose time is compared. */
  public static TrialCell of(CellId id) {
    boolean isFloor = id.phase().equals(CellId.LOAD);
    var tables = id.grain().equals(ENTRY) ? "ENTRIES" : "PAIRS";
    var kind = id.columns().equals("none") ? "TOTALS" : tables;
    return new TrialCell(
        isFloor ? FLOOR : kind,
        id.strategy(),
        id.variant(),
        id.columns(),
        isFloor ? "kernel" : requireNonNullElse(id.processor(), ""),
        requireNonNullElse(id.state(), ""),
        Math.toIntExact(id.rows()),
        id.link());
  }

  /** The cell. */
  public CellId id() {
    boolean isFloor = kind.equals(FLOOR);
    return new CellId(
        strategy,
        variant,
        isFloor || kind.equals("ENTRIES") ? ENTRY : "GROUP",
        columns,
        rows,
        isFloor ? CellId.LOAD : CellId.TOTAL,
        isFloor || processor.isEmpty() ? null : processor,
        state.isEmpty() ? null : state,
        link);
  }

  /** {@link CellId#key} of the cell. */
  public String key() {
    return id().key();
  }
}
