package dev.ledgerload.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells a cell from every other of its run: a method at a number of rows, in one phase.
 *
 * @param strategy the way to load: select, copy, mv …
 * @param variant the form of it: plain, tuned, one-stream …
 * @param grain what a loaded row stands for: ENTRY or GROUP
 * @param columns {@code all}, {@code totals} (the three columns that totals need) or {@code none}
 *     (the strategy delivers totals only)
 * @param rows the entries of the day that was loaded, at least 1
 * @param phase {@code load}, {@code process} or {@code total}
 * @param processor {@code kernel} or {@code duckdb} in the phases process and total, null in load
 *     and where the strategy makes its totals itself
 * @param state {@code warm} where the day was held already, {@code cold} where the operation had to
 *     fetch it first and keep it, null where nothing is kept
 * @param link what lay between the method and its servers; null where that was the loopback
 *     interface, or where a user's servers are
 */
public record CellId(
    String strategy,
    String variant,
    String grain,
    String columns,
    long rows,
    String phase,
    @Nullable String processor,
    @Nullable String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LinkSpeed link) {

  /** What files of schema version 1 call the grain GROUP. */
  private static final String EARLIER_GROUP = "ACCOUNT_PAIR";

  private static final Pattern KEY =
      Pattern.compile(
          "([^/]+)/([^/]+)/([^/]+)/([^/]+)/(\\d{1,18})/([^/]+)/([^/]+)(?:/(warm|cold))?");

  /** The phase in which a day is loaded. */
  public static final String LOAD = "load";

  /** The phase from the loaded day to totals. */
  public static final String PROCESS = "process";

  /** Both phases as one, or a strategy's totals. */
  public static final String TOTAL = "total";

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public CellId {
    requireName("strategy", strategy);
    requireName("variant", variant);
    requireName("grain", grain);
    grain = grain.equals(EARLIER_GROUP) ? "GROUP" : grain;
    requireOneOf("columns", columns, Set.of("all", "totals", "none"));
    requireOneOf("phase", phase, Set.of(LOAD, PROCESS, TOTAL));
    requireOneOf("state", state, Set.of("warm", "cold"));
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, not " + rows);
    }
    if (phase.equals(LOAD) && processor != null) {
      throw new IllegalArgumentException("the phase load has no processor, but got " + processor);
    }
  }

  /**
   * The same method at the same rows in another phase, of which that of loading has no processor.
   */
  public CellId in(String otherPhase) {
    String by = otherPhase.equals(LOAD) ? null : processor;
    return new CellId(strategy, variant, grain, columns, rows, otherPhase, by, state, link);
  }

  /** The same by another way to the servers. */
  public CellId over(@Nullable LinkSpeed other) {
    return new CellId(strategy, variant, grain, columns, rows, phase, processor, state, other);
  }

  /** Whether the operation had to fetch the day first and keep it, for those who come after it. */
  public boolean isCold() {
    return "cold".equals(state);
  }

  /** {@code load}, {@code total by kernel}, {@code load over 1 ms + 1 Gbit/s}. */
  public String phaseText() {
    return phase
        + (processor == null ? "" : " by " + processor)
        + (link == null ? "" : " over " + link.label());
  }

  /** Its components as text, each between slashes. */
  public String key() {
    return String.join(
        "/",
        strategy,
        variant,
        grain,
        columns,
        Long.toString(rows),
        phase,
        (processor == null ? "-" : processor)
            + (state == null ? "" : "/" + state)
            + (link == null ? "" : "/" + link.key()));
  }

  /** The cell with a {@link #key}; nothing if it has a link, or is no such key. */
  public static Optional<CellId> ofKey(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CellId(
              parts.group(1),
              parts.group(2),
              parts.group(3),
              parts.group(4),
              Long.parseLong(parts.group(5)),
              parts.group(6),
              parts.group(7).equals("-") ? null : parts.group(7),
              parts.group(8),
              null));
    } catch (IllegalArgumentException e) { // of a phase, say, that there isn't
      return Optional.empty();
    }
  }

  private static void requireName(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
  }

  static void requireOneOf(String name, @Nullable String value, Set<String> allowed) {
    if (value != null && !allowed.contains(value)) {
      throw new IllegalArgumentException(
          "%s must be one of %s, not %s"
              .formatted(name, allowed.stream().sorted().toList(), value));
    }
  }
}
