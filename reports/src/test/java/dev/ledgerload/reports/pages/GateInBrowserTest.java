package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What readers do with {@code gate.html}, in a real browser. */
@Tag("browser")
class GateInBrowserTest extends TableInBrowser {
  private static final Path PAGE = Path.of("target", "gate", "gate.html");

  GateInBrowserTest() {
    super(PAGE);
  }

  @BeforeAll
  static void writePages() {
    VerdictFiles.write(
        GatePageTest.verdict(), CellTrend.of(GatePageTest.history()), PAGE.resolveSibling(""));
  }

  @Test
  void sortsBySlowdown() {
    assertSorts("slowdown", 2);
  }

  @Test
  void filtersByVerdict() {
    assertFilters("status", "fail");
  }
}
