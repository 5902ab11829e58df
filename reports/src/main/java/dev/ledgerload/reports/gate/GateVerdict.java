package dev.ledgerload.reports.gate;

import java.util.List;

/**
 * What the gate says, and how much that is worth.
 *
 * @param outcome in a word
 * @param baseline what was compared with
 * @param candidate what was compared
 * @param conditions under which the candidate was measured
 * @param rules by which it was judged
 * @param falseAlarmRate the probability that times would have failed some cell of this suite though
 *     both sides were equal, from the noise measured
 * @param differences between the two sides' conditions; empty unless they aren't comparable
 * @param cells the verdicts, in the order measured; empty if the sides aren't comparable
 */
public record GateVerdict(
    GateOutcome outcome,
    GateSubject baseline,
    GateSubject candidate,
    Conditions conditions,
    GateRules rules,
    double falseAlarmRate,
    List<String> differences,
    List<CellVerdict> cells) {

  /** The version of the JSON schema of {@code verdict.json}. */
  public static final int SCHEMA_VERSION = 1;

  public GateVerdict {
    differences = List.copyOf(differences);
    cells = List.copyOf(cells);
  }

  /** How many cells have a status. */
  public long count(CellStatus status) {
    return cells.stream().filter(cell -> cell.status() == status).count();
  }
}
