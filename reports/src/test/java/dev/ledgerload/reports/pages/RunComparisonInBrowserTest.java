package dev.ledgerload.reports.pages;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What readers do with {@code comparison.html}, in a real browser. */
@Tag("browser")
class RunComparisonInBrowserTest extends TableInBrowser {
  private static final Path PAGE = Path.of("target", "two-runs", "comparison.html");

  RunComparisonInBrowserTest() {
    super(PAGE);
  }

  @BeforeAll
  static void writePages() {
    RunComparisonReport.write(RunComparisonTest.twoRuns(), PAGE.resolveSibling(""));
  }

  @Test
  void sortsByChange() {
    assertSorts("change-2", 5);
  }

  @Test
  void filtersByWhereTheIntervalLies() {
    assertFilters("difference", "above");
  }
}
