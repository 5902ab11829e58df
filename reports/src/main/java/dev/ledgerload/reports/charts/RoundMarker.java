package dev.ledgerload.reports.charts;

import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/**
 * A small round mark of a fixed size. The chart's marker size also sets the height of a line's
 * entry in the legend, which has to be that of a box for the two to stand level.
 */
final class RoundMarker extends Marker {
  static final int LEGEND_HEIGHT = 20;
  private static final double DIAMETER = 4.5;

  @Override
  public void paint(Graphics2D g, double x, double y, int markerSize) {
    g.fill(new Ellipse2D.Double(x - DIAMETER / 2, y - DIAMETER / 2, DIAMETER, DIAMETER));
  }
}
