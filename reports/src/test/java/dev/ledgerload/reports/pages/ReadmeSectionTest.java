package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeSectionTest {
  private static final String CHARTS = "docs/results/charts";

  @TempDir private Path directory;

  @Test
  void replacesOnlyWhatIsBetweenTheMarkers() throws IOException {
    Path readme = readme("# T\n\n<!-- results:begin -->\nold\n<!-- results:end -->\n\nend\n");
    assertThat(ReadmeSection.update(readme, SampleRun.results(), CHARTS)).isTrue();
    assertThat(Files.readString(readme))
        .startsWith(
            "# T\n\n<!-- results:begin -->\n| Method | Load | Process | Total | Improvement |\n")
        .endsWith("</details>\n<!-- results:end -->\n\nend\n")
        .doesNotContain("old")
        .contains("<details>\n<summary>Every variant, with its intervals</summary>\n\n")
        .contains("| Method | Load | Process | Total | Improvement | of floor |")
        .contains("2026-11-22 · Intel Xeon Platinum 8488C · 2 cores · JDK 17.0.15+6")
        .contains("PostgreSQL 18.6 · embedded · commit aa4e61e · preset standard")
        .contains("srcset=\"docs/results/charts/comparison-dark.svg\"")
        .contains("src=\"docs/results/charts/comparison.svg\"");
  }

  @Test
  void changesNothingTheSecondTime() throws IOException {
    Path readme = readme("<!-- results:begin --><!-- results:end -->");
    assertThat(ReadmeSection.update(readme, SampleRun.results(), CHARTS)).isTrue();
    assertThat(ReadmeSection.update(readme, SampleRun.results(), CHARTS)).isFalse();
  }

  @Test
  void aFigureEditedByHandIsWrittenAgain() throws IOException {
    Path readme = readme("<!-- results:begin --><!-- results:end -->");
    ReadmeSection.update(readme, SampleRun.results(), CHARTS);
    Files.writeString(readme, Files.readString(readme).replace("1.03×", "1.00×"));
    assertThat(ReadmeSection.update(readme, SampleRun.results(), CHARTS)).isTrue();
  }

  @Test
  void saysWhichMarkerIsMissing() throws IOException {
    Path readme = readme("<!-- results:begin -->");
    assertThatThrownBy(() -> ReadmeSection.update(readme, SampleRun.results(), CHARTS))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("README.md lacks the line <!-- results:end -->");
  }

  @Test
  void refusesMarkersInTheWrongOrderOrTwice() throws IOException {
    assertThatThrownBy(
            () ->
                ReadmeSection.update(
                    readme("<!-- results:end --><!-- results:begin -->"),
                    SampleRun.results(),
                    CHARTS))
        .hasMessageContaining("stands before");
    assertThatThrownBy(
            () ->
                ReadmeSection.update(
                    readme("<!-- results:begin --><!-- results:begin --><!-- results:end -->"),
                    SampleRun.results(),
                    CHARTS))
        .hasMessageContaining("twice");
  }

  private Path readme(String text) throws IOException {
    return Files.writeString(directory.resolve("README.md"), text);
  }
}
