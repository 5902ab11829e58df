package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is on README's first screen, as wide as GitHub shows it. */
@Tag("browser")
class ReadmeInBrowserTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path PAGE = Path.of("target", "readme", "readme.html");
  private static final int WIDTH = 850;

  /** The sizes of GitHub's page. */
  private static final String STYLE =
      """
      body { margin: 0; padding: 0 32px; font: 16px/1.5 Helvetica, Arial, sans-serif; }
      h1 { margin: 24px 0 16px; padding-bottom: 0.3em; font-size: 2em; line-height: 1.25; border-bottom: 1px solid; }
      p, table, pre { margin: 0 0 16px; }
      pre { padding: 16px; font: 13.6px/1.45 monospace; overflow: auto; }
      table { display: block; border-collapse: collapse; overflow: auto; }
      th, td { padding: 6px 13px; border: 1px solid; }
      """;

  @RegisterExtension static final Chromium browser = new Chromium();

  @BeforeAll
  static void writePage() throws IOException {
    var tables = List.of(TablesExtension.create());
    var readme = Parser.builder().extensions(tables).build().parse(Files.readString(README));
    String body = HtmlRenderer.builder().extensions(tables).build().render(readme);
    Files.createDirectories(PAGE.getParent());
    Files.writeString(
        PAGE,
        "<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,><style>%s</style>%s"
            .formatted(STYLE, body.replaceAll("(?s)<picture>.*?</picture>|<img [^>]*>", "")));
  }

  @Test
  void theFirstCommandIsSeenAtOnce() {
    assertThat(bottomOf("pre")).isBetween(100.0, 600.0);
  }

  @Test
  void theTableIsSeenAtOnce() {
    assertThat(bottomOf("table")).isBetween(200.0, 1_100.0);
    assertThat(
            browser.texts(
                "return [...document.querySelector('table').rows].map(r => r.cells[0].innerText)"))
        .hasSizeBetween(9, 10); // a head, seven methods and the hybrid
  }

  @Test
  void theTableIsNoWiderThanThePage() {
    browser.resize(WIDTH, 900);
    browser.open(PAGE, "");
    assertThat(
            browser.truth(
                "const t = document.querySelector('table'); return t.scrollWidth <= t.clientWidth"))
        .isTrue();
  }

  private static double bottomOf(String selector) {
    browser.resize(WIDTH, 900);
    browser.open(PAGE, "");
    return Double.parseDouble(
        browser.text(
            "return document.querySelector(arguments[0]).getBoundingClientRect().bottom",
            selector));
  }
}
