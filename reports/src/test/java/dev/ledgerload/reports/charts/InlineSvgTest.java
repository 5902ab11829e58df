package dev.ledgerload.reports.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.results.SampleRun;
import java.awt.geom.Point2D;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineSvgTest {
  private static final String INLINE =
      InlineSvg.of(
          SvgDocument.refine(
              ChartPicture.svg(
                  ComparisonChart.of(Comparison.of(SampleRun.results()).get(0), Palette.LIGHT)
                      .orElseThrow()),
              "A title",
              "</desc> and a description"),
          "comparison",
          List.of(
              new HoverLine(
                  "select · plain: <2 s",
                  List.of(new Point2D.Double(0, 12.25), new Point2D.Double(920, 12.25)),
                  38)));

  @Test
  void everyColourIsAVariableThatThePageDefines() {
    assertThat(INLINE).contains("var(--chart-2f6db5)").doesNotContain("rgb(");
    for (String variable : INLINE.split("var\\(", -1)) {
      if (variable.startsWith("--")) {
        assertThat(Palette.variables()).contains(variable.substring(0, 14) + ": light-dark(");
      }
    }
  }

  @Test
  void itsIdsAreItsOwn() {
    assertThat(INLINE)
        .contains("id=\"comparison-clip-0\"")
        .contains("url(#comparison-clip-0)")
        .doesNotContain("\"clip-");
  }

  @Test
  void thePageSaysWhatItShows() {
    assertThat(INLINE)
        .contains("aria-hidden=\"true\"")
        .doesNotContain("<title id", "<desc", "A title", "aria-labelledby");
  }

  @Test
  void whatTellsWhoPointsAtItLiesOverTheDrawing() {
    assertThat(INLINE)
        .contains("points=\"0.0,12.3 920.0,12.3\"")
        .contains("stroke-width=\"38\"")
        .endsWith("<title>select · plain: &lt;2 s</title></polyline></svg>");
  }
}
