package dev.ledgerload.reports.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Text beside a point of a chart, centred on it vertically. XChart's own text annotation centres on
 * both axes and cuts positions to whole pixels.
 */
final class ChartLabel extends Annotation {
  private final String text;
  private final double x;
  private final double y;
  private final double gap;
  private final Font font;
  private final Color color;

  /**
   * @param x where the point is, in the chart's data
   * @param y likewise
   * @param gap pixels between point and text; negative puts the text at the point's left
   */
  ChartLabel(String text, double x, double y, double gap, Font font, Color color) {
    super(false);
    this.text = text.isEmpty() ? " " : text;
    this.x = x;
    this.y = y;
    this.gap = gap;
    this.font = font;
    this.color = color;
  }

  static double width(String text, Font font) {
    return text.isEmpty()
        ? 0
        : new TextLayout(text, font, new FontRenderContext(null, true, true)).getAdvance();
  }

  @Override
  public void paint(Graphics2D g) {
    var layout = new TextLayout(text, font, g.getFontRenderContext());
    double left = chart.getScreenXFromChart(x) + gap - (gap < 0 ? layout.getAdvance() : 0);
    double base = chart.getScreenYFromChart(y) + capHeight(g) / 2;
    Shape outline = layout.getOutline(AffineTransform.getTranslateInstance(left, base));
    g.setColor(color);
    g.fill(outline);
    bounds = outline.getBounds2D();
  }

  private double capHeight(Graphics2D g) {
    Rectangle2D capital = new TextLayout("H", font, g.getFontRenderContext()).getBounds();
    return capital.getHeight();
  }
}
