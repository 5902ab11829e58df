package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.results.WholeFile;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;

/** A chart as files: SVG for light and for dark surroundings, and PNG at two pixels a point. */
public final class ChartPicture {
  private static final int PNG_SCALE = 2;

  private final String name;
  private final String title;
  private final String description;
  private final String svg;
  private final String darkSvg;
  private final byte[] png;
  private final List<HoverLine> hovers;

  private ChartPicture(
      String name,
      String title,
      String description,
      XYChart light,
      XYChart dark,
      Function<XYChart, List<HoverLine>> hovers) {
    this.name = name;
    this.title = title;
    this.description = description;
    this.svg = SvgDocument.refine(svg(light), title, description);
    this.darkSvg = SvgDocument.refine(svg(dark), title, description);
    this.png = png(light);
    this.hovers = hovers.apply(light);
  }

  /**
   * Draws with both palettes; nothing if there is nothing to draw.
   *
   * @param name of the files and of the figure on the page
   * @param title what the chart shows
   * @param description what can be seen in it, for those who can't see it
   * @param hovers what tells of what on the page, of the chart when it was drawn
   */
  static Optional<ChartPicture> of(
      String name,
      String title,
      String description,
      Function<Palette, Optional<XYChart>> drawing,
      Function<XYChart, List<HoverLine>> hovers) {
    return drawing
        .apply(Palette.LIGHT)
        .flatMap(
            light ->
                drawing
                    .apply(Palette.DARK)
                    .map(dark -> new ChartPicture(name, title, description, light, dark, hovers)));
  }

  public String name() {
    return name;
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  public void write(Path directory) {
    WholeFile.write(directory.resolve(name + ".svg"), svg);
    WholeFile.write(directory.resolve(name + "-dark.svg"), darkSvg);
    WholeFile.write(directory.resolve(name + ".png"), png);
  }

  /** The chart as a part of the page, for light and dark alike. */
  public String inlineSvg() {
    return InlineSvg.of(svg, name, hovers);
  }

  static byte[] svg(IChart chart) {
    try {
      return ChartEncoder.getBytes(chart, "svg");
    } catch (IOException e) {
      throw new IllegalStateException("memory can't fail to be written", e);
    }
  }

  private static byte[] png(XYChart chart) {
    int width = chart.getWidth();
    int height = chart.getHeight();
    var image =
        new BufferedImage(width * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(PNG_SCALE, PNG_SCALE);
    chart.paint(g, width, height);
    g.dispose();
    var bytes = new ByteArrayOutputStream();
    // not by way of a file, which a JVM that is told to end makes no more
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new IllegalStateException("memory can't fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
