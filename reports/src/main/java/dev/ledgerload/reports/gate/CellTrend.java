package dev.ledgerload.reports.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The times of one cell over many commits, and where they changed.
 *
 * @param cell its key
 * @param points in the order of time, all made under the same conditions
 * @param changes their {@link ChangePoint#index()} counts {@code points}
 */
public record CellTrend(String cell, List<Point> points, List<ChangePoint> changes) {
  /**
   * One commit.
   *
   * @param millis the middle of its trials' times
   */
  public record Point(String commit, Instant at, double millis) {}

  public CellTrend {
    points = List.copyOf(points);
    changes = List.copyOf(changes);
  }

  /**
   * The trend of each cell that the latest commit has, over those commits that were measured under
   * its conditions.
   *
   * @param history in the order of time
   */
  public static List<CellTrend> of(List<HistoryEntry> history) {
    if (history.isEmpty()) {
      return List.of();
    }
    var latest = history.get(history.size() - 1);
    Map<String, List<Point>> points = new LinkedHashMap<>();
    latest.millis().keySet().forEach(cell -> points.put(cell, new ArrayList<>()));
    for (var entry : history) {
      if (entry.conditions().equals(latest.conditions())) {
        points.forEach(
            (cell, series) -> {
              var millis = entry.millis().get(cell);
              if (millis != null) {
                series.add(new Point(entry.commit(), entry.at(), millis));
              }
            });
      }
    }
    return points.entrySet().stream().map(cell -> of(cell.getKey(), cell.getValue())).toList();
  }

  private static CellTrend of(String cell, List<Point> points) {
    return new CellTrend(
        cell, points, ChangePoints.of(points.stream().mapToDouble(Point::millis).toArray()));
  }
}
