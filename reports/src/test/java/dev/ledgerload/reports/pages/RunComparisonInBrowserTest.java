package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers do with {@code comparison.html}, in a real browser. */
@Tag("browser")
class RunComparisonInBrowserTest {
  private static final Path PAGE = Path.of("target", "two-runs", "comparison.html");

  private static final String SHOWN =
      "return [...document.querySelectorAll('#comparison tbody tr')]"
          + ".filter(row => row.checkVisibility()).map(row => row.%s)";

  @RegisterExtension static final Chromium browser = new Chromium();

  @BeforeAll
  static void writePages() {
    RunComparisonReport.write(RunComparisonTest.twoRuns(), PAGE.resolveSibling(""));
  }

  @BeforeEach
  void openPage() {
    browser.open(PAGE, "");
  }

  @Test
  void sortsByChange() {
    browser.find("th[data-sort=change-2] button").click();
    List<String> changes = browser.texts(SHOWN.formatted("cells[5].dataset.value"));
    assertThat(changes.stream().filter(text -> !text.isEmpty()).map(Double::valueOf)).isSorted();
  }

  @Test
  void filtersByVerdict() {
    browser.choose("[data-filter=verdict]", "slower");
    assertThat(browser.texts(SHOWN.formatted("dataset.verdict"))).containsOnly("slower");
    assertThat(browser.text("return location.hash")).isEqualTo("#verdict=slower");
  }

  @Test
  void aLinkToACellComesBackToIt() {
    String id = browser.texts(SHOWN.formatted("id")).get(3);
    browser.open(PAGE, "#" + id);
    assertThat(browser.text("return document.querySelector(':target').id")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1280, 2560})
  void isNoWiderThanItsWindow(int width) {
    browser.resize(width, 900);
    assertThat(browser.overflow()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "360, dark"})
  void axeFindsNothing(int width, String scheme) {
    browser.resize(width, 900);
    browser.prefer(scheme, "screen");
    assertThat(browser.axeViolations()).isEmpty();
  }
}
