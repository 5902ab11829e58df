package dev.ledgerload.reports.pages;

import static java.time.ZoneOffset.UTC;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.ChangePoint;
import dev.ledgerload.reports.gate.Shares;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/** A cell's trend as a page shows it. */
record TrendView(CellTrend trend) {

  /** One change of one cell. */
  record Change(TrendView trend, ChangePoint point) {
    CellTrend.Point commit() {
      return trend.trend().points().get(point.index());
    }

    String percent() {
      return Shares.change(point.change());
    }

    /** {@code 41.2 ms → 48.1 ms}. */
    String levels() {
      return "%s → %s".formatted(Figures.time(point.before()), Figures.time(point.after()));
    }

    String styleClass() {
      return point.change() > 0 ? "slower" : "faster";
    }
  }

  static List<TrendView> of(List<CellTrend> trends) {
    return trends.stream().map(TrendView::new).toList();
  }

  /** Of all cells, the latest first. */
  static List<Change> changes(List<TrendView> trends) {
    return trends.stream()
        .flatMap(trend -> trend.changes().stream())
        .sorted(Comparator.comparing((Change change) -> change.commit().at()).reversed())
        .toList();
  }

  List<Change> changes() {
    return trend.changes().stream().map(point -> new Change(this, point)).toList();
  }

  String id() {
    return Method.slug("trend-" + trend.cell(), trend.cell());
  }

  TrendDrawing drawing() {
    return TrendDrawing.of(trend);
  }

  String latest() {
    return Figures.time(trend.points().get(trend.points().size() - 1).millis());
  }

  /** What can be seen in its drawing, for those who can't see it. */
  String description() {
    int commits = trend.points().size();
    String changes =
        trend.changes().isEmpty()
            ? "no change for good"
            : String.join(
                ", ",
                changes().stream()
                    .map(change -> "%s at %s".formatted(change.percent(), change.commit().commit()))
                    .toList());
    return "%s: %d %s from %s to %s, %s."
        .formatted(
            trend.cell(),
            commits,
            commits == 1 ? "commit" : "commits",
            drawing().scale().bottom(),
            drawing().scale().top(),
            changes);
  }

  /** {@code 41.2}. */
  static String millis(CellTrend.Point point) {
    return Figures.millis(point.millis());
  }

  static String day(Instant at) {
    return LocalDate.ofInstant(at, UTC).toString();
  }
}
