package dev.ledgerload.reports.verdict;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.ledgerload.reports.gate.CellVerdict;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateSubject;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.results.RecordJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code verdict.json}, whose schema is {@code docs/gate-schema.md}: a field for each component, by
 * its name.
 */
record VerdictJson(
    int schemaVersion,
    GateOutcome outcome,
    GateSubject baseline,
    GateSubject candidate,
    GateRules rules,
    double falseAlarmRate,
    Map<String, String> conditions,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> differences,
    List<CellVerdict> cells) {

  static String of(GateVerdict verdict) {
    return RecordJson.text(
        new VerdictJson(
            GateVerdict.SCHEMA_VERSION,
            verdict.outcome(),
            verdict.baseline(),
            verdict.candidate(),
            verdict.rules(),
            verdict.falseAlarmRate(),
            verdict.conditions().facts(),
            verdict.differences(),
            verdict.cells()));
  }

  static GateVerdict read(Path file) {
    VerdictJson json = RecordJson.read(file, VerdictJson.class, GateVerdict.SCHEMA_VERSION);
    return new GateVerdict(
        json.outcome,
        json.baseline,
        json.candidate,
        new Conditions(json.conditions),
        json.rules,
        json.falseAlarmRate,
        json.differences,
        json.cells);
  }
}
