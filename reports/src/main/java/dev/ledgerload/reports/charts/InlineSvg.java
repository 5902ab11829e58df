package dev.ledgerload.reports.charts;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chart's SVG as a part of a page: one drawing for light and dark, its colours taken from the
 * page's style, its ids apart from those of the page's other charts.
 */
final class InlineSvg {
  private static final Pattern TITLES = Pattern.compile("(?s)<title id=\"title\">.*?</desc>");
  private static final Pattern COLOR = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");

  private InlineSvg() {}

  /**
   * The page says what the chart shows, so its own title and description go: a title would follow
   * the mouse about as a tooltip. Instead each row or curve tells of itself.
   *
   * @param svg as {@link SvgDocument#refine} gives it, drawn with {@link Palette#LIGHT}
   * @param name of the chart, letters and hyphens
   * @param hovers what tells of what, over the drawing
   */
  static String of(String svg, String name, List<HoverLine> hovers) {
    String bare =
        TITLES
            .matcher(svg)
            .replaceFirst("")
            .replace(" role=\"img\"", " aria-hidden=\"true\"")
            .replace(" aria-labelledby=\"title desc\"", "")
            .replaceAll("(?<=id=\"|url\\(#)clip-", name + "-clip-");
    String drawing =
        COLOR.matcher(bare).replaceAll(color -> Matcher.quoteReplacement(themed(color)));
    String over = hovers.stream().map(HoverLine::svg).collect(joining());
    return drawing.substring(0, drawing.lastIndexOf("</svg>")) + over + "</svg>";
  }

  private static String themed(MatchResult color) {
    int rgb = 0;
    for (int i = 1; i <= 3; i++) {
      rgb = rgb << 8 | Integer.parseInt(color.group(i));
    }
    return "var(" + Palette.variable(rgb) + ")";
  }
}
