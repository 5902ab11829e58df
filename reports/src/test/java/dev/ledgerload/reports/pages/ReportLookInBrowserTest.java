package dev.ledgerload.reports.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Light, dark, paper, widths; without a mouse, without eyes, without JavaScript; its data. */
@Tag("browser")
class ReportLookInBrowserTest extends ReportInBrowser {

  @Test
  void everyControlIsReachedByTabAndShowsThatItHasTheFocus() {
    browser.run(
        """
        window.reached = new Set();
        window.unmarked = [];
        window.isRound = false;
        document.addEventListener('focusin', event => {
          window.isRound ||= window.reached.has(event.target);
          window.reached.add(event.target);
          const style = getComputedStyle(event.target);
          if (style.outlineStyle === 'none') window.unmarked.push(event.target.outerHTML);
        });
        """);
    for (int i = 0; i < 20 && !browser.truth("return window.isRound"); i++) {
      browser.press(Keys.TAB.toString().repeat(50));
    }
    assertThat(browser.truth("return window.isRound")).isTrue();
    assertThat(
            browser.texts(
                """
                return [...document.querySelectorAll('a, button:enabled, input, select, summary, [tabindex]')]
                  .filter(one => one.checkVisibility() && !window.reached.has(one))
                  .map(one => one.outerHTML)
                """))
        .isEmpty();
    assertThat(browser.texts("return window.unmarked")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "light, '', 'rgb(255, 255, 255)'",
    "dark, '', 'rgb(20, 24, 31)'",
    "light, dark, 'rgb(20, 24, 31)'",
    "dark, light, 'rgb(255, 255, 255)'"
  })
  void isLightOrDarkAsTheSystemOrTheReaderSays(String system, String chosen, String background) {
    browser.prefer(system, "screen");
    browser.choose("#theme", chosen);
    browser.open(REPORT, "");
    assertThat(browser.find("body").getCssValue("background-color").replace("rgba", "rgb"))
        .startsWith(background.replace(")", ""));
    String chart = "return getComputedStyle(document.querySelector('.chart svg > rect')).fill";
    assertThat(browser.text(chart)).isEqualTo(background);
    browser.choose("#theme", "");
  }

  @Test
  void printsAsPdfOnWhitePaperWithoutControls() throws IOException {
    browser.prefer("dark", "print");
    assertThat(browser.find("body").getCssValue("background-color")).contains("255, 255, 255");
    assertThat(browser.find("#comparison .controls").isDisplayed()).isFalse();
    browser.prefer("dark", "");
    byte[] pdf = browser.pdf();
    Files.write(REPORT.resolveSibling("report.pdf"), pdf);
    assertThat(new String(pdf, ISO_8859_1)).startsWith("%PDF-").contains("%%EOF");
    assertThat(pdf.length).isGreaterThan(100_000);
  }

  @Test
  void fitsOnPaper() {
    browser.prefer("light", "print");
    browser.resize(690, 975); // A4 within the margins
    assertThat(browser.overflow()).isEmpty();
    assertThat(
            browser.texts(
                "return [...document.querySelectorAll('#comparison table, #network table, #charts .chart')]"
                    + ".filter(one => one.getBoundingClientRect().right > innerWidth)"
                    + ".map(one => one.outerHTML.slice(0, 80))"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 768, 1280, 2560})
  void isNoWiderThanItsWindow(int width) {
    browser.resize(width, 900);
    assertThat(browser.overflow()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1280, dark", "360, light"})
  void axeFindsNothing(int width, String scheme) {
    browser.resize(width, 900);
    browser.prefer(scheme, "screen");
    assertThat(browser.axeViolations()).isEmpty();
  }

  @Test
  void axeFindsNothingInASortedPageWithEveryKindOfDetailOpen() {
    browser.find(TOTAL_BUTTON).click();
    choose("grain", "ENTRY");
    browser.run(
        "document.querySelectorAll('#charts details, .cells, .cell-group:first-of-type details')"
            + ".forEach(one => { one.open = true; })");
    assertThat(browser.axeViolations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1280, 2560})
  void nothingMovesHoweverSlowlyItArrives(int width) throws IOException {
    browser.resize(width, 900);
    try (var server = new SlowServer(REPORT)) {
      browser.open(server.url());
      assertThat(
              browser.texts(
                  """
                  return new Promise(done => {
                    new PerformanceObserver(list => done(list.getEntries().map(e =>
                      e.value + ' ' + e.sources.map(source => source.node?.outerHTML))))
                      .observe({ type: 'layout-shift', buffered: true });
                    setTimeout(() => done([]), 500);
                  })
                  """))
          .isEmpty();
      assertThat(browser.requests()).containsOnly(server.url());
    }
  }

  @Test
  void canBeReadWithoutJavaScript() {
    browser.allowScripts(false);
    try {
      browser.open(REPORT, "");
      assertThat(browser.find("#comparison-1000000 tbody tr").isDisplayed()).isTrue();
      assertThat(browser.find("noscript p").isDisplayed()).isTrue();
      assertThat(browser.find("#comparison .controls").isDisplayed()).isFalse();
      assertThat(browser.find(TOTAL_HEAD).getText()).isEqualTo("Total");
      assertThat(browser.find("#chart-scaling .chart").isDisplayed()).isTrue();
    } finally {
      browser.allowScripts(true);
    }
  }

  @Test
  void givesItsDataAsAFile(@TempDir Path downloads) throws IOException, InterruptedException {
    browser.downloadInto(downloads);
    browser.find("[data-download]").click();
    Path file = downloads.resolve("results.json");
    for (int i = 0; i < 100 && !Files.exists(file); i++) {
      Thread.sleep(100);
    }
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(file.toFile()))
        .isEqualTo(mapper.readTree(REPORT.resolveSibling("results.json").toFile()));
  }
}
