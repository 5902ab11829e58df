package dev.ledgerload.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a {@code report.html} of every method and of days of several sizes, in a browser. */
abstract class ReportInBrowser {
  static final Path REPORT = Path.of("target", "several-sizes", "report.html");

  static final String TOTAL_HEAD = "#comparison-1000000 th[data-sort=total]";
  static final String TOTAL_BUTTON = TOTAL_HEAD + " button";

  @TempDir static Path downloads;

  @SuppressWarnings("NullAway.Init") // by startBrowser
  static Chromium browser;

  @BeforeAll
  static void startBrowser() {
    browser = Chromium.start(downloads);
    RunReport.write(AllStrategies.atSeveralSizes(), REPORT.resolveSibling(""));
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openReport() {
    browser.resize(1280, 900);
    browser.prefer("light", "screen");
    browser.open(REPORT, "");
  }

  /** Whatever a test did. */
  @AfterEach
  void nothingIsOnTheConsoleAndNothingWasAskedFor() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).isEmpty();
  }

  static void choose(String filter, String value) {
    browser.choose("[data-filter=" + filter + "]", value);
  }
}
