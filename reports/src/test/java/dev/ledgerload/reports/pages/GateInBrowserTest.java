package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers do with {@code gate.html}, in a real browser. */
@Tag("browser")
class GateInBrowserTest {
  private static final Path PAGE = Path.of("target", "gate", "gate.html");

  private static final String SHOWN =
      "return [...document.querySelectorAll('#comparison tbody tr')]"
          + ".filter(row => row.checkVisibility()).map(row => row.%s)";

  @RegisterExtension static final Chromium browser = new Chromium();

  @BeforeAll
  static void writePages() {
    VerdictFiles.write(
        GatePageTest.verdict(), CellTrend.of(GatePageTest.history()), PAGE.resolveSibling(""));
  }

  @BeforeEach
  void openPage() {
    browser.open(PAGE, "");
  }

  @Test
  void sortsBySlowdown() {
    browser.find("th[data-sort=slowdown] button").click();
    assertThat(
            browser.texts(SHOWN.formatted("cells[2].dataset.value")).stream()
                .filter(text -> !text.isEmpty())
                .map(Double::valueOf))
        .isSorted();
  }

  @Test
  void filtersByVerdict() {
    browser.choose("[data-filter=status]", "fail");
    assertThat(browser.texts(SHOWN.formatted("dataset.status"))).containsOnly("fail");
    assertThat(browser.text("return location.hash")).isEqualTo("#status=fail");
  }

  @Test
  void aLinkToACellComesBackToIt() {
    String id = browser.texts(SHOWN.formatted("id")).get(2);
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
