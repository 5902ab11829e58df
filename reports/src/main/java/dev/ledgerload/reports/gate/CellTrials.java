package dev.ledgerload.reports.gate;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured of one cell.
 *
 * @param cell its key, unique in a suite, in the form of a result's
 * @param entries of the day, at least 1
 * @param first the pairs of the first look
 * @param second pairs made after a first look made this cell a suspect; else empty
 * @param wire what both sides sent and got, counted once, and once more where the candidate's was
 *     more; empty if it can't be counted
 * @param baselineFailure why the baseline gave no answer or a wrong one, null if it gave the right
 *     one each time
 * @param candidateFailure the same of the candidate
 */
public record CellTrials(
    String cell,
    long entries,
    List<TrialPair> first,
    List<TrialPair> second,
    List<WirePair> wire,
    @Nullable String baselineFailure,
    @Nullable String candidateFailure) {

  public CellTrials {
    if (entries < 1) {
      throw new IllegalArgumentException("entries must be at least 1, not " + entries);
    }
    first = List.copyOf(first);
    second = List.copyOf(second);
    wire = List.copyOf(wire);
  }

  /** A cell of which every trial gave the right answer, and whose wire nobody looked at. */
  public static CellTrials answered(
      String cell, long entries, List<TrialPair> first, List<TrialPair> second) {
    return new CellTrials(cell, entries, first, second, List.of(), null, null);
  }

  boolean failed() {
    return baselineFailure != null || candidateFailure != null;
  }

  Stream<TrialPair> allPairs() {
    return Stream.concat(first.stream(), second.stream());
  }
}
