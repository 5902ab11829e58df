package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers do with a page of one table of cells, in a real browser. */
abstract class TableInBrowser {
  @RegisterExtension static final Chromium browser = new Chromium();

  private final Path page;

  TableInBrowser(Path page) {
    this.page = page;
  }

  @BeforeEach
  void openPage() {
    browser.open(page, "");
  }

  @Test
  void aLinkToACellComesBackToIt() {
    String id = shown("id").get(2);
    browser.open(page, "#" + id);
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

  /** Sorts by a column, whose shown values must then rise. */
  static void assertSorts(String sort, int column) {
    browser.find("th[data-sort=%s] button".formatted(sort)).click();
    assertThat(
            shown("cells[%d].dataset.value".formatted(column)).stream()
                .filter(text -> !text.isEmpty())
                .map(Double::valueOf))
        .isNotEmpty()
        .isSorted();
  }

  /** Filters by an attribute, after which only such rows are shown and the address says so. */
  static void assertFilters(String filter, String value) {
    browser.choose("[data-filter=%s]".formatted(filter), value);
    assertThat(shown("dataset." + filter)).containsOnly(value);
    assertThat(browser.text("return location.hash")).isEqualTo("#%s=%s".formatted(filter, value));
  }

  private static List<String> shown(String property) {
    return browser.texts(
        ("return [...document.querySelectorAll('#comparison tbody tr')]"
                + ".filter(row => row.checkVisibility()).map(row => row.%s)")
            .formatted(property));
  }
}
