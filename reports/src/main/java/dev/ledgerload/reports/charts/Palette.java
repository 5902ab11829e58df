package dev.ledgerload.reports.charts;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The colours of a chart, for light or for dark surroundings. Each mark has a colour of its own,
 * told apart by people with colour blindness, and at least 3:1 against the background.
 *
 * @param series of lines that differ by method, in the order they are given out
 */
public record Palette(
    Color background,
    Color text,
    Color muted,
    Color grid,
    Color load,
    Color process,
    Color whole,
    Color floor,
    Color interval,
    Color box,
    Color point,
    List<Color> series) {

  static final Palette LIGHT =
      new Palette(
          color(0xffffff),
          color(0x1c2430),
          color(0x5b6675),
          color(0xe3e7ec),
          color(0x2f6db5),
          color(0xe08a1e),
          color(0x7a5ea8),
          color(0xb3261e),
          color(0x101418),
          color(0xb9d2ee),
          color(0x1f4f8a),
          List.of(
              color(0x2f6db5),
              color(0xc2561a),
              color(0x0b7f63),
              color(0x8a4fa3),
              color(0x8a6d00),
              color(0x4a5568),
              color(0xb0316b),
              color(0x117a9c)));

  static final Palette DARK =
      new Palette(
          color(0x14181f),
          color(0xe6eaf0),
          color(0x9aa6b5),
          color(0x2b323d),
          color(0x5b9be6),
          color(0xf0a748),
          color(0xb39ae0),
          color(0xff8a80),
          color(0xfafcff),
          color(0x2a4d78),
          color(0xa9cdf7),
          List.of(
              color(0x5b9be6),
              color(0xf08a4b),
              color(0x3fc3a0),
              color(0xc792e0),
              color(0xd9bd45),
              color(0xaab4c3),
              color(0xf07fb0),
              color(0x4fc0e0)));

  /**
   * Style rules that define a variable for each colour of {@link #LIGHT}, which is that of {@link
   * #DARK} where the page is dark; always light in a browser that doesn't know light-dark().
   */
  public static String variables() {
    var light = LIGHT.colors();
    var dark = DARK.colors();
    var plain = new LinkedHashSet<String>();
    var themed = new LinkedHashSet<String>();
    for (int i = 0; i < light.size(); i++) {
      String name = variable(light.get(i).getRGB());
      plain.add("%s: %s;".formatted(name, hex(light.get(i))));
      themed.add("%s: light-dark(%s, %s);".formatted(name, hex(light.get(i)), hex(dark.get(i))));
    }
    return ":root { %s }\n@supports (color: light-dark(red, red)) { :root { %s } }\n"
        .formatted(String.join(" ", plain), String.join(" ", themed));
  }

  /** The name of the variable that stands for a colour of {@link #LIGHT}. */
  static String variable(int rgb) {
    return "--chart-" + hex(new Color(rgb)).substring(1);
  }

  private List<Color> colors() {
    var colors =
        new ArrayList<Color>(
            List.of(
                background, text, muted, grid, load, process, whole, floor, interval, box, point));
    colors.addAll(series);
    return colors;
  }

  private static String hex(Color color) {
    return "#%06x".formatted(color.getRGB() & 0xffffff);
  }

  private static Color color(int rgb) {
    return new Color(rgb);
  }
}
