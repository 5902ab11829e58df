package dev.ledgerload.reports.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * A chart as it was drawn: the marks of an SVG by colour, and its text, which is outlines, by
 * comparing outlines. It knows nothing of XChart, so it can't repeat XChart's mistakes.
 */
public final class DrawnChart {

  /** A shape or a line: its box, its colour, and its points relative to the first. */
  record Mark(String tag, String color, Rectangle2D box, List<Double> outline) {
    boolean isLine() {
      return tag.equals("line");
    }

    boolean isVertical() {
      return box.getWidth() < 0.02;
    }

    boolean isHorizontal() {
      return box.getHeight() < 0.02;
    }
  }

  private static final Pattern COLOR =
      Pattern.compile("(?:fill|stroke):rgb\\((\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern MOVE = Pattern.compile("translate\\((-?[\\d.]+)[ ,](-?[\\d.]+)\\)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

  private final List<Mark> marks = new ArrayList<>();
  private final Rectangle2D plot;

  DrawnChart(String svg) {
    Document document = Jsoup.parse(svg, "", Parser.xmlParser());
    Element root = document.expectFirst("svg");
    Element clip = document.expectFirst("clipPath rect");
    plot =
        new Rectangle2D.Double(
            number(clip, "x"), number(clip, "y"), number(clip, "width"), number(clip, "height"));
    collect(root, 0, 0);
  }

  Rectangle2D plot() {
    return plot;
  }

  /** The marks of a colour within the plot, from top to bottom, then from left to right. */
  List<Mark> marks(Color color) {
    return marks.stream()
        .filter(mark -> mark.color().equals(key(color)))
        .filter(mark -> plot.getMinY() - 1 <= mark.box().getMinY())
        .filter(mark -> mark.box().getMaxY() <= plot.getMaxY() + 1)
        .filter(mark -> plot.getMinX() - 1 <= mark.box().getMinX())
        .filter(mark -> mark.box().getMaxX() <= plot.getMaxX() + 1)
        .sorted(
            Comparator.comparing((Mark mark) -> Math.rint(mark.box().getCenterY()))
                .thenComparing(mark -> mark.box().getMinX()))
        .toList();
  }

  /** Where a text stands, wherever it does. */
  List<Rectangle2D> find(String text, Font font) {
    var found = new ArrayList<Rectangle2D>();
    List<List<Double>> outlines = outlines(text, font);
    for (Mark mark : marks) {
      if (outlines.stream().anyMatch(outline -> same(outline, mark.outline()))) {
        found.add(mark.box());
      }
    }
    return found;
  }

  /** The X axis by its labels below the plot: each is of the grid line above its middle. */
  DrawnAxis xAxis(List<Double> values, List<String> labels, Color grid, boolean logarithmic) {
    var axis = new DrawnAxis(logarithmic);
    for (int i = 0; i < values.size(); i++) {
      for (Rectangle2D label : find(labels.get(i), Typeface.regular(ChartStyle.TEXT_SIZE))) {
        if (label.getMinY() > plot.getMaxY()) {
          nearest(grid, label.getCenterX(), true, axis, values.get(i));
        }
      }
    }
    return axis.fitted();
  }

  /** The Y axis by its labels at the left of the plot. */
  DrawnAxis yAxis(List<Double> values, List<String> labels, Color grid, boolean logarithmic) {
    var axis = new DrawnAxis(logarithmic);
    for (int i = 0; i < values.size(); i++) {
      for (Rectangle2D label : find(labels.get(i), Typeface.regular(ChartStyle.TEXT_SIZE))) {
        if (label.getMaxX() < plot.getMinX()) {
          nearest(grid, label.getCenterY(), false, axis, values.get(i));
        }
      }
    }
    return axis.fitted();
  }

  private void nearest(Color grid, double at, boolean vertical, DrawnAxis axis, double value) {
    marks.stream()
        .filter(mark -> mark.color().equals(key(grid)))
        .filter(mark -> (mark.box().getWidth() < mark.box().getHeight()) == vertical)
        .mapToDouble(mark -> vertical ? mark.box().getCenterX() : mark.box().getCenterY())
        .filter(line -> Math.abs(line - at) < 4)
        .boxed()
        .min(Comparator.comparingDouble(line -> Math.abs(line - at)))
        .ifPresent(line -> axis.add(value, line));
  }

  private void collect(Element element, double dx, double dy) {
    Matcher move = MOVE.matcher(element.attr("transform"));
    double x = dx;
    double y = dy;
    if (move.find()) {
      x += Double.parseDouble(move.group(1));
      y += Double.parseDouble(move.group(2));
    }
    Matcher color = COLOR.matcher(element.attr("style"));
    if (color.find()) {
      List<Double> points = points(element);
      if (!points.isEmpty()) {
        marks.add(
            new Mark(
                element.tagName(),
                color.group(1) + "," + color.group(2) + "," + color.group(3),
                box(points, x, y),
                relative(points)));
      }
    }
    if (!element.tagName().equals("defs")) {
      for (Element child : element.children()) {
        collect(child, x, y);
      }
    }
  }

  private static List<Double> points(Element e) {
    return switch (e.tagName()) {
      case "line" -> List.of(number(e, "x1"), number(e, "y1"), number(e, "x2"), number(e, "y2"));
      case "rect" ->
          List.of(
              number(e, "x"),
              number(e, "y"),
              number(e, "x") + number(e, "width"),
              number(e, "y") + number(e, "height"));
      case "ellipse" ->
          List.of(
              number(e, "cx") - number(e, "rx"),
              number(e, "cy") - number(e, "ry"),
              number(e, "cx") + number(e, "rx"),
              number(e, "cy") + number(e, "ry"));
      case "path" ->
          NUMBER.matcher(e.attr("d")).results().map(n -> Double.valueOf(n.group())).toList();
      case "polygon", "polyline" ->
          NUMBER.matcher(e.attr("points")).results().map(n -> Double.valueOf(n.group())).toList();
      default -> List.of();
    };
  }

  private static Rectangle2D box(List<Double> points, double dx, double dy) {
    var box = new Rectangle2D.Double(points.get(0) + dx, points.get(1) + dy, 0, 0);
    for (int i = 2; i + 1 < points.size(); i += 2) {
      box.add(points.get(i) + dx, points.get(i + 1) + dy);
    }
    return box;
  }

  private static List<Double> relative(List<Double> points) {
    var relative = new ArrayList<Double>();
    for (int i = 0; i < points.size(); i++) {
      relative.add(points.get(i) - points.get(i % 2));
    }
    return relative;
  }

  private static List<List<Double>> outlines(String text, Font font) {
    var outlines = new ArrayList<List<Double>>();
    for (boolean fractional : new boolean[] {false, true}) {
      Shape shape =
          new TextLayout(text, font, new FontRenderContext(null, true, fractional))
              .getOutline(null);
      var points = new ArrayList<Double>();
      var segment = new double[6];
      for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
        int count =
            switch (path.currentSegment(segment)) {
              case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
              case PathIterator.SEG_QUADTO -> 4;
              case PathIterator.SEG_CUBICTO -> 6;
              default -> 0;
            };
        for (int i = 0; i < count; i++) {
          points.add(segment[i]);
        }
      }
      outlines.add(relative(points));
    }
    return outlines;
  }

  private static boolean same(List<Double> one, List<Double> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (Math.abs(one.get(i) - other.get(i)) > 0.05) {
        return false;
      }
    }
    return true;
  }

  private static String key(Color color) {
    return color.getRed() + "," + color.getGreen() + "," + color.getBlue();
  }

  private static double number(Element element, String attribute) {
    String value = element.attr(attribute);
    return value.isEmpty() ? 0 : Double.parseDouble(value.replace("px", ""));
  }
}
