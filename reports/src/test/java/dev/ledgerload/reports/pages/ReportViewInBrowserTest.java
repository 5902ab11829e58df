package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Sorting, filtering, and what an address leads to. */
@Tag("browser")
class ReportViewInBrowserTest extends ReportInBrowser {
  private static final String SHOWN_TOTALS =
      "return [...document.querySelectorAll('#comparison-1000000 tbody tr')]"
          + ".filter(row => row.checkVisibility()).map(row => row.cells[3].dataset.value)";

  private static final String SHOWN_METHODS =
      "return [...document.querySelectorAll('#comparison tbody tr')]"
          + ".filter(row => row.checkVisibility()).map(row => row.id)";

  /** What is told to who points at each row of a chart in turn. */
  private static final String POINTED_AT =
      """
      return [...document.querySelectorAll('#chart-%s .hover')].map(row => {
        row.scrollIntoView({ block: 'center' });
        const box = row.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y).textContent;
      })
      """;

  @Test
  void sortsByAClickAndTheOtherWayByAnother() {
    browser.find(TOTAL_BUTTON).click();
    assertThat(numbers()).isSorted();
    assertThat(browser.find(TOTAL_HEAD).getDomAttribute("aria-sort")).isEqualTo("ascending");
    browser.find(TOTAL_BUTTON).click();
    assertThat(numbers()).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(browser.find(TOTAL_HEAD).getDomAttribute("aria-sort")).isEqualTo("descending");
  }

  @Test
  void whatHasNoTimeComesLastInBothDirections() {
    for (int i = 0; i < 2; i++) {
      browser.find(TOTAL_BUTTON).click();
      assertThat(browser.texts(SHOWN_TOTALS)).last().isEqualTo("");
    }
  }

  @Test
  void onlyOneColumnSaysThatItIsSortedBy() {
    browser.find(TOTAL_BUTTON).click();
    browser.find("#comparison-1000000 th[data-sort=load] button").click();
    assertThat(
            browser.texts(
                "return [...document.querySelectorAll('#comparison-1000000 [aria-sort]')]"
                    + ".map(head => head.dataset.sort)"))
        .containsExactly("load");
  }

  @Test
  void sortsByKeyboardAlone() {
    browser.tabTo(TOTAL_BUTTON);
    browser.press(Keys.ENTER);
    assertThat(numbers()).isSorted();
    browser.press(Keys.SPACE);
    assertThat(numbers()).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(browser.truth("return document.activeElement.matches(arguments[0])", TOTAL_BUTTON))
        .isTrue();
  }

  @Test
  void filtersByEntries() {
    choose("rows", "300000");
    assertThat(browser.texts(SHOWN_METHODS))
        .isNotEmpty()
        .allSatisfy(id -> assertThat(id).startsWith("row-300000-"));
    assertThat(browser.find("#comparison-1000000").isDisplayed()).isFalse();
  }

  @Test
  void filtersByGrainAndSaysHowMuchIsLeft() {
    choose("grain", "GROUP");
    assertThat(browser.texts(SHOWN_METHODS))
        .hasSize(4)
        .allSatisfy(id -> assertThat(id).contains("-group-"));
    assertThat(browser.find("#view-status").getText()).startsWith("4 of ");
  }

  @Test
  void filtersByProvider() {
    choose("provider", "docker");
    assertThat(browser.texts(SHOWN_METHODS))
        .containsExactly("row-1000000-drain-one-stream-entry-all");
  }

  @Test
  void showsAllAgain() {
    List<String> before = browser.texts(SHOWN_METHODS);
    choose("grain", "GROUP");
    browser.find(TOTAL_BUTTON).click();
    browser.find("[data-reset]").click();
    assertThat(browser.texts(SHOWN_METHODS)).isEqualTo(before);
    assertThat(browser.text("return location.hash")).isEmpty();
  }

  @Test
  void aViewIsInTheAddressAndComesBackFromIt() {
    choose("rows", "1000000");
    choose("grain", "ENTRY");
    browser.find(TOTAL_BUTTON).click();
    List<String> seen = browser.texts(SHOWN_METHODS);
    String address = browser.text("return location.hash");
    assertThat(address).isEqualTo("#rows=1000000&grain=ENTRY&sort=total&order=ascending");
    assertThat(browser.find("#view-link").getDomAttribute("href")).isEqualTo(address);
    browser.open(REPORT, address);
    assertThat(browser.texts(SHOWN_METHODS)).isEqualTo(seen);
    assertThat(browser.text("return document.querySelector('[data-filter=grain]').value"))
        .isEqualTo("ENTRY");
  }

  @Test
  void anAddressWithNonsenseShowsEverything() {
    List<String> before = browser.texts(SHOWN_METHODS);
    browser.open(REPORT, "#rows=%22%3E%3Cscript%3E&sort=__proto__&order=up&grain=%FF");
    assertThat(browser.texts(SHOWN_METHODS)).isEqualTo(before);
  }

  @Test
  void aLinkToACellOpensWhatItIsIn() {
    String id = "cell-300000-copy-one-stream-entry-all-load";
    browser.open(REPORT, "#" + id);
    assertThat(browser.find("#" + id).isDisplayed()).isTrue();
    assertThat(
            browser.truth(
                "const box = document.getElementById(arguments[0]).getBoundingClientRect();"
                    + "return box.top >= 0 && box.bottom <= innerHeight",
                id))
        .isTrue();
  }

  @Test
  void aMethodsNameLeadsToItsSamples() {
    browser.find("#row-1000000-copy-one-stream-entry-all th a").click();
    assertThat(browser.find("#cells-1000000-copy-one-stream-entry-all .tile").isDisplayed())
        .isTrue();
  }

  @Test
  void aLinkToAFilteredRowShowsItAgain() {
    choose("grain", "GROUP");
    browser.run("location.hash = 'row-1000000-copy-one-stream-entry-all'");
    assertThat(
            browser.truth(
                "return new Promise(done => setTimeout(() => done("
                    + "document.querySelector(':target').checkVisibility()), 50))"))
        .isTrue();
  }

  @Test
  void showsOnlyThePickedMethodsInEveryTable() {
    assertThat(browser.find("[data-only]").isEnabled()).isFalse();
    pick("copy-one-stream-entry-all");
    pick("select-plain-entry-all");
    browser.find("[data-only]").click();
    assertThat(browser.texts(SHOWN_METHODS))
        .contains("row-300000-copy-one-stream-entry-all")
        .allMatch(
            id ->
                id.endsWith("-copy-one-stream-entry-all")
                    || id.endsWith("-select-plain-entry-all"));
    List<String> seen = browser.texts(SHOWN_METHODS);
    browser.open(REPORT, browser.text("return location.hash"));
    assertThat(browser.texts(SHOWN_METHODS)).isEqualTo(seen);
  }

  @Test
  void aMethodThatIsNoMorePickedIsNotShownAnyMore() {
    pick("copy-one-stream-entry-all");
    pick("select-plain-entry-all");
    browser.find("[data-only]").click();
    pick("select-plain-entry-all");
    assertThat(browser.texts(SHOWN_METHODS))
        .isNotEmpty()
        .allMatch(id -> id.endsWith("-copy-one-stream-entry-all"));
  }

  @Test
  void barsAreLinearOrLogarithmicAsTheReaderChooses() {
    double linear = barWidth("memory-off-heap-entry-all-warm");
    browser.choose("[data-view=scale]", "log");
    assertThat(browser.text("return location.hash")).isEqualTo("#scale=log");
    assertThat(barWidth("memory-off-heap-entry-all-warm")).isGreaterThan(2 * linear);
    assertThat(barWidth("select-plain-entry-all")).isGreaterThan(100);
  }

  @Test
  void aBarSaysItsPartsToWhoPointsAtIt() {
    assertThat(browser.find("#row-1000000-copy-one-stream-entry-all .bar").getDomAttribute("title"))
        .matches(
            "waits for the server and the line \\d+ ms, this side decodes \\d+ ms, processes [\\d.]+ ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"comparison", "freshness", "distribution", "footprint"})
  void aRowOfAChartSaysItsFiguresToWhoPointsAtIt(String chart) {
    List<String> pointedAt = browser.texts(POINTED_AT.formatted(chart));
    List<String> rows =
        browser.texts(
            "return [...document.querySelectorAll('#chart-%s tbody th')].map(th => th.textContent)"
                .formatted(chart));
    assertThat(pointedAt).hasSizeGreaterThan(5);
    for (int i = 0; i < pointedAt.size(); i++) {
      assertThat(pointedAt.get(i)).startsWith(rows.get(i) + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scaling", "break-even"})
  void aCurveOfAChartSaysWhatItIsToWhoPointsAtIt(String chart) {
    assertThat(
            browser.texts(
                "return [...document.querySelectorAll('#chart-%s .hover title')].map(t => t.textContent)"
                    .formatted(chart)))
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).matches("(\\S+ · |drain).+: .+|.+ directly"));
  }

  @Test
  void copiesWhatIsShownAsCsvWithAllDigits() {
    choose("grain", "GROUP");
    List<String> lines = copied("csv").lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("Method,Load (ms),Process (ms),Total (ms),of best,Improvement,of floor");
    assertThat(lines).hasSize(1 + browser.texts(SHOWN_METHODS).size());
    assertThat(lines.get(1)).matches("[^,]+,(\\d+\\.\\d+)?,(\\d+\\.\\d+)?,\\d+\\.\\d+,.*");
  }

  @Test
  void copiesWhatIsShownAsMarkdown() {
    choose("grain", "GROUP");
    List<String> lines = copied("markdown").lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("| Method | Load | Process | Total | of best | Improvement | of floor |");
    assertThat(lines.get(1)).isEqualTo("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    assertThat(lines.get(2)).contains(" ms [");
    assertThat(lines).hasSize(2 + browser.texts(SHOWN_METHODS).size());
  }

  private static String copied(String form) {
    browser.allowClipboard();
    browser.find("#comparison [data-copy=%s]".formatted(form)).click();
    return browser.text("return navigator.clipboard.readText()");
  }

  private static void pick(String method) {
    browser.find("#row-1000000-%s .pick".formatted(method)).click();
  }

  private static double barWidth(String method) {
    return Double.parseDouble(
        browser.text(
            "return document.querySelector(arguments[0]).getBoundingClientRect().width",
            "#row-1000000-%s .bar > span".formatted(method)));
  }

  private static List<Double> numbers() {
    return browser.texts(SHOWN_TOTALS).stream()
        .filter(text -> !text.isEmpty())
        .map(Double::valueOf)
        .toList();
  }
}
