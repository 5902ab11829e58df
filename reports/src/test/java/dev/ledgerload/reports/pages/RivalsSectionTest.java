package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.SampleRivals;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's ways to load, in the report and the summary. */
class RivalsSectionTest {
  /** Left in target, to be looked at. */
  private static final Path DIRECTORY = Path.of("target", "sample-rivals");

  private static Document page = new Document("");

  @BeforeAll
  static void writeReport() throws IOException {
    RunReport.write(SampleRivals.results(), DIRECTORY);
    page = Jsoup.parse(DIRECTORY.resolve("report.html"));
  }

  @Test
  void theTableHasALineForEach() {
    assertThat(page.select("#rivals tbody tr th bdi").eachText())
        .contains("Spring JdbcTemplate", "copy · one-stream", "drain (the floor)")
        .hasSize(11);
    assertThat(page.select("#rivals td.failed")).hasSize(1);
    assertThat(page.select("nav a[href=#rivals]")).hasSize(1);
  }

  @Test
  void eachIsExplainedAndItsCodeNamed() {
    assertThat(page.select("#rivals dt")).hasSize(6);
    assertThat(page.select("#rivals dd code").eachText())
        .contains("rivals/src/main/java/dev/ledgerload/rivals/JdbcTemplateRival.java");
  }

  @Test
  void theTableIsOneThatScreenReadersUnderstand() {
    var table = page.expectFirst("#rivals table");
    int columns = table.select("thead th[scope=col]").size();
    assertThat(table.select("caption")).hasSize(1);
    assertThat(table.select("tbody tr"))
        .allSatisfy(row -> assertThat(row.select("th[scope=row], td")).hasSize(columns));
  }

  @Test
  void theSummaryHasAShorterOne() throws IOException {
    assertThat(Files.readString(DIRECTORY.resolve("summary.md")))
        .contains("<summary>Beside others, 1,000,000 entries</summary>")
        .containsPattern(
            "\\| Spring JdbcTemplate \\| .* \\| a list of records \\| yes, BigDecimal");
  }

  @Test
  void aRunWithoutThemSaysNothingOfThem(@TempDir Path directory) throws IOException {
    RunReport.write(SampleRun.results(), directory);
    assertThat(Jsoup.parse(directory.resolve("report.html")).select("#rivals, [href=#rivals]"))
        .isEmpty();
    assertThat(Files.readString(directory.resolve("summary.md"))).doesNotContain("Beside others");
  }
}
