package dev.ledgerload.reports.results;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One measured combination: a method at a number of rows, in one phase.
 *
 * <p>A failed cell has an {@code error}, no samples, {@code verified} false and NaN figures.
 *
 * @param id which
 * @param freshness {@code live} if the answer is as of the operation, {@code old} if it is as of an
 *     earlier moment, null if that isn't known
 * @param needs what the method needs besides the journal: {@code install} for what its strategy
 *     installs, {@code install:NAME} for what another does, {@code redis}, {@code server}, {@code
 *     spark}; sorted
 * @param times how long its operations took
 * @param costs what else they took, and gave
 * @param verified whether the answer was compared with the expected one and equal
 * @param provider where PostgreSQL came from
 * @param floor whether this is the floor: COPY read but not decoded, load phase only
 * @param error what went wrong, null if nothing did
 */
public record Cell(
    @JsonUnwrapped CellId id,
    @Nullable String freshness,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> needs,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Costs costs,
    boolean verified,
    String provider,
    boolean floor,
    @Nullable String error) {

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public Cell {
    requireNonNull(id, "id");
    requireNonNull(provider, "provider");
    CellId.requireOneOf("freshness", freshness, Set.of("live", "old"));
    needs.stream()
        .filter(need -> !need.startsWith("install:"))
        .forEach(
            need ->
                CellId.requireOneOf("needs", need, Set.of("install", "redis", "server", "spark")));
    needs = needs.stream().sorted().distinct().toList();
    if (floor && !id.phase().equals(CellId.LOAD)) {
      throw new IllegalArgumentException("a floor is of the phase load, not " + id.phase());
    }
    boolean measured = times.samples().stream().anyMatch(fork -> !fork.isEmpty());
    if (error == null && !measured) {
      throw new IllegalArgumentException("a cell without error must have samples");
    }
    if (error != null && (measured || verified)) {
      throw new IllegalArgumentException("a cell with an error has no samples and isn't verified");
    }
  }

  /** A cell that could not be measured, shown with its error in every report. */
  public static Cell failed(
      CellId id, List<String> needs, String provider, boolean floor, String error) {
    return new Cell(id, null, needs, Times.NONE, Costs.NONE, false, provider, floor, error);
  }

  /** Whether its answer may be as of a moment before the operation. */
  public boolean isOld() {
    return "old".equals(freshness);
  }

  /** Whether its time counts: that of a verified answer, or of the floor, which has no answer. */
  public boolean isSound() {
    return succeeded() && (verified || floor);
  }

  /**
   * Of its milliseconds, how many this side worked at most; the rest it waited. Where several of
   * its threads work at once it waited for longer. NaN where that wasn't counted.
   */
  public double clientMs() {
    Double cpuMs = costs.clientCpuMs();
    return cpuMs == null || !succeeded() ? Double.NaN : Math.min(cpuMs, times.median());
  }

  /** Whether this cell has times. */
  public boolean succeeded() {
    return error == null;
  }
}
