package dev.ledgerload.reports.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.results.SampleRun;
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
          "comparison");

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
        .doesNotContain("<title", "<desc", "A title", "aria-labelledby");
  }
}
