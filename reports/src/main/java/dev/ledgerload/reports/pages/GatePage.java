package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.gate.GateSubject;
import dev.ledgerload.reports.gate.GateVerdict;
import java.util.Arrays;
import java.util.List;

/**
 * {@code gate.html}: what the template {@code gate.jte} shows.
 *
 * @param trends of the gates' history; empty without one
 * @param json the verdict, as {@code verdict.json} has it
 */
public record GatePage(GateVerdict verdict, List<CellTrend> trends, String json) {

  public String html() {
    return Templates.html("gate.jte", this);
  }

  String headline() {
    String words = verdict.outcome().words();
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  boolean sound() {
    return verdict.outcome() == GateOutcome.PASS || verdict.outcome() == GateOutcome.INCONCLUSIVE;
  }

  static String subject(GateSubject subject) {
    return subject.name().equals(subject.commit())
        ? subject.commit()
        : "%s (%s)".formatted(subject.name(), subject.commit());
  }

  List<Filter> filters() {
    List<Filter.Option> statuses =
        Arrays.stream(CellStatus.values())
            .filter(status -> verdict.count(status) > 0)
            .map(status -> new Filter.Option(GateRow.name(status), GateRow.words(status)))
            .toList();
    return List.of(
        new Filter("strategy", "Strategy", Filter.options(rows(), GateRow::strategy)),
        new Filter("status", "Verdict", statuses));
  }

  List<GateRow> rows() {
    return GateRow.of(verdict);
  }
}
