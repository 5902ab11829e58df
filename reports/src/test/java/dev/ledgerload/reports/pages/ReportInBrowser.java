package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.results.AllStrategies;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of a {@code report.html} of every method and of days of several sizes, in a browser. */
abstract class ReportInBrowser {
  static final Path REPORT = Path.of("target", "several-sizes", "report.html");

  static final String TOTAL_HEAD = "#comparison-1000000 th[data-sort=total]";
  static final String TOTAL_BUTTON = TOTAL_HEAD + " button";

  @RegisterExtension static final Chromium browser = new Chromium();

  @BeforeAll
  static void writePages() {
    RunReport.write(AllStrategies.atSeveralSizes(), REPORT.resolveSibling(""));
  }

  @BeforeEach
  void openPage() {
    browser.open(REPORT, "");
  }

  static void choose(String filter, String value) {
    browser.choose("[data-filter=" + filter + "]", value);
  }
}
