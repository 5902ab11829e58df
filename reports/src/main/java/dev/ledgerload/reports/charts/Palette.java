package dev.ledgerload.reports.charts;

import java.awt.Color;
import java.util.Arrays;
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
    Color client,
    Color process,
    Color whole,
    Color floor,
    Color interval,
    Color point,
    List<Color> series) {

  /** Each for light and for dark; those from the twelfth on are of series. */
  private static final int[][] COLORS = {
    {0xffffff, 0x14181f},
    {0x1c2430, 0xe6eaf0},
    {0x5b6675, 0x9aa6b5},
    {0xe3e7ec, 0x2b323d},
    {0x2f6db5, 0x5b9be6},
    {0x0b7f63, 0x3fc3a0},
    {0xe08a1e, 0xf0a748},
    {0x7a5ea8, 0xb39ae0},
    {0xb3261e, 0xff8a80},
    {0x101418, 0xfafcff},
    {0x1f4f8a, 0xa9cdf7},
    {0x2f6db5, 0x5b9be6},
    {0xc2561a, 0xf08a4b},
    {0x0b7f63, 0x3fc3a0},
    {0x8a4fa3, 0xc792e0},
    {0x8a6d00, 0xd9bd45},
    {0x4a5568, 0xaab4c3},
    {0xb0316b, 0xf07fb0},
    {0x117a9c, 0x4fc0e0},
  };

  static final Palette LIGHT = of(0);
  static final Palette DARK = of(1);

  private static Palette of(int side) {
    var colors = Arrays.stream(COLORS).map(both -> new Color(both[side])).toList();
    var c = colors.toArray(Color[]::new);
    return new Palette(
        c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], colors.subList(11, 19));
  }

  /**
   * Style rules that define a variable for each colour of {@link #LIGHT}, which is that of {@link
   * #DARK} where the page is dark; always light in a browser that doesn't know light-dark().
   */
  public static String variables() {
    var plain = new LinkedHashSet<String>();
    var themed = new LinkedHashSet<String>();
    for (int[] color : COLORS) {
      String name = variable(color[0]);
      plain.add("%s: %s;".formatted(name, hex(color[0])));
      themed.add("%s: light-dark(%s, %s);".formatted(name, hex(color[0]), hex(color[1])));
    }
    return ":root { %s }\n@supports (color: light-dark(red, red)) { :root { %s } }\n"
        .formatted(String.join(" ", plain), String.join(" ", themed));
  }

  /** The name of the variable that stands for a colour of {@link #LIGHT}. */
  static String variable(int rgb) {
    return "--chart-" + hex(rgb).substring(1);
  }

  private static String hex(int rgb) {
    return "#%06x".formatted(rgb);
  }
}
