package dev.ledgerload.reports.gate;

import java.util.HashSet;
import java.util.List;

/**
 * All that a gate measured.
 *
 * @param baseline what is compared with
 * @param candidate what is compared
 * @param baselineConditions under which the baseline's trials were made
 * @param candidateConditions under which the candidate's were
 * @param sameJob whether they were made in turns by one job; else a difference of times may be one
 *     of moments, and times decide nothing
 * @param cells no two of the same key
 */
public record GateTrials(
    GateSubject baseline,
    GateSubject candidate,
    Conditions baselineConditions,
    Conditions candidateConditions,
    boolean sameJob,
    List<CellTrials> cells) {

  /**
   * @throws IllegalArgumentException if two cells have the same key
   */
  public GateTrials {
    cells = List.copyOf(cells);
    var keys = new HashSet<String>();
    for (var cell : cells) {
      if (!keys.add(cell.cell())) {
        throw new IllegalArgumentException("cells must differ, but two are " + cell.cell());
      }
    }
  }
}
