package dev.ledgerload.reports.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate says of one cell, and why.
 *
 * @param cell its key
 * @param status the verdict
 * @param reason why, in a sentence for people; never empty
 * @param first the look at the pairs that every cell gets; null if there were none or a trial
 *     failed
 * @param second the look at new pairs, which only a suspect gets; else null
 * @param noise the measured standard deviation of one trial's time, as a share; NaN if unknown
 * @param detectable the smallest slowdown that would have been caught with the rules' power, as a
 *     share; infinite if none would
 * @param exact what needs no statistics
 * @param wrong whether a trial of the candidate failed or gave a wrong answer
 */
public record CellVerdict(
    String cell,
    CellStatus status,
    String reason,
    @Nullable PairSample first,
    @Nullable PairSample second,
    double noise,
    double detectable,
    List<ExactFinding> exact,
    boolean wrong) {

  public CellVerdict {
    detectable = Double.isNaN(detectable) ? Double.POSITIVE_INFINITY : detectable;
    exact = List.copyOf(exact);
  }
}
