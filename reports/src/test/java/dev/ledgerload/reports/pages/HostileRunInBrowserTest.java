package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.Environment;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and settings that try to be more than text do nothing in a real browser. */
@Tag("browser")
class HostileRunInBrowserTest {
  private static final List<String> HOSTILE =
      List.of(
          "<script>window.hacked = 1</script>",
          "\"><img src=x onerror=window.hacked=1>",
          "' onmouseover='window.hacked=1' x='",
          "</title></style></script><script>window.hacked=1</script>",
          "<!--<script>",
          "{{7*7}}${window.hacked=1}`",
          "\u202Egnirts\u202C שלום مرحبا",
          "\u0000\u0007\uD83D\uDE00 a\u0301",
          "very-long-".repeat(60),
          "veryLong".repeat(60));

  private static final Path REPORT = Path.of("target", "hostile-run", "report.html");
  private static final Path COMPARISON = REPORT.resolveSibling("comparison.html");

  @RegisterExtension static final Chromium browser = new Chromium();

  @BeforeAll
  static void writePages() {
    RunResults results = hostileRun("B");
    RunReport.write(results, REPORT.resolveSibling(""));
    RunComparisonReport.write(List.of(hostileRun("A"), results), COMPARISON.resolveSibling(""));
  }

  static List<Path> pages() {
    return List.of(REPORT, COMPARISON);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void runsNoScriptOfTheirs(Path page) {
    browser.open(page, "#rows=<script>window.hacked=1</script>&sort=\"><img src=x>");
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })");
    browser.run("document.querySelectorAll('.sort').forEach(one => one.click())");
    assertThat(browser.truth("return window.hacked === undefined")).isTrue();
    assertThat(browser.text("return document.scripts.length")).isEqualTo("2");
    assertThat(browser.text("return document.querySelectorAll('img, iframe').length"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void areShownAsTheyAre(Path page) {
    browser.open(page, "");
    assertThat(browser.texts("return [...document.querySelectorAll('bdi')].map(b => b.innerText)"))
        .anyMatch(text -> text.contains("<script>window.hacked = 1</script>"))
        .anyMatch(text -> text.contains("onerror=window.hacked=1>"));
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1280})
  void breakNoLayout(int width) {
    browser.resize(width, 900);
    for (Path page : pages()) {
      browser.open(page, "");
      assertThat(browser.overflow()).as("%s at %d", page, width).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void giveAxeNothingToFind(Path page) {
    browser.resize(1280, 900);
    browser.open(page, "");
    assertThat(browser.axeViolations()).isEmpty();
  }

  @Test
  void haveIdsOfTheirOwn() {
    browser.open(REPORT, "");
    assertThat(browser.texts("return [...document.querySelectorAll('[id]')].map(one => one.id)"))
        .doesNotHaveDuplicates();
  }

  private static RunResults hostileRun(String name) {
    var cells = new ArrayList<Cell>();
    for (String text : HOSTILE) {
      String word = text.replace("/", "∕");
      for (String phase : List.of("load", "total")) {
        cells.add(
            new CellBuilder(word, word, "ENTRY", "all", 1000, phase)
                .processor(phase.equals("load") ? null : "kernel")
                .provider(text)
                .delivered(1000, 76_000)
                .measured(List.of(), SampleRun.times(10 + cells.size(), 1), true));
      }
      cells.add(
          new CellBuilder(word, "failed", word, "all", 1000, "load")
              .provider(text)
              .failed("failed: " + text));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    HOSTILE.forEach(text -> facts.put(text, name + text));
    var sample = SampleRun.of(cells);
    return new RunResults(
        sample.schemaVersion(),
        name + HOSTILE.get(0),
        sample.startedAt(),
        sample.finishedAt(),
        HOSTILE.get(1),
        HOSTILE.get(2),
        sample.baseline(),
        new Environment(facts, facts, facts, facts, facts, facts),
        cells,
        List.of());
  }
}
