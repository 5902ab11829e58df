package dev.ledgerload.reports.gate;

import java.time.Instant;
import java.util.List;

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

  static CellTrend of(String cell, List<Point> points) {
    return new CellTrend(
        cell, points, ChangePoints.of(points.stream().mapToDouble(Point::millis).toArray()));
  }
}
