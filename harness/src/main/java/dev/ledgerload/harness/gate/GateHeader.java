package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.GateSubject;
import java.util.List;

/**
 * What a gate's trials are of. Two runs with equal headers may share trials.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param baseline what is compared with
 * @param candidate what is compared
 * @param baselineDigest of its jar
 * @param candidateDigest of its jar
 * @param seed of the order of trials
 * @param baselineConditions under which the baseline's trials are made
 * @param candidateConditions under which the candidate's are
 * @param cells that both sides have and that are compared
 */
record GateHeader(
    int schemaVersion,
    GateSubject baseline,
    GateSubject candidate,
    String baselineDigest,
    String candidateDigest,
    long seed,
    Conditions baselineConditions,
    Conditions candidateConditions,
    List<TrialCell> cells) {
  static final int SCHEMA_VERSION = 1;

  GateHeader {
    cells = List.copyOf(cells);
  }
}
