package dev.ledgerload.reports.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.print.PrintOptions;

/**
 * This machine's own Chromium, without a window: one for a class of tests, which are left or fail
 * as {@link BrowserOnPath} says if there is none. Each test begins in a light window of 1280 × 900,
 * and fails if afterwards something is on the console or was asked for.
 */
final class Chromium
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  @SuppressWarnings("NullAway.Init") // by beforeAll
  private ChromeDriver driver;

  @Override
  public void beforeAll(ExtensionContext tests) {
    driver = BrowserOnPath.start();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    resize(1280, 900);
    prefer("light", "screen");
  }

  @Override
  public void afterEach(ExtensionContext test) {
    assertThat(complaints()).isEmpty();
    assertThat(requests()).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    if (driver != null) {
      driver.quit();
    }
  }

  /** Opens a file anew, at a place in it if {@code hash} isn't empty. */
  void open(Path file, String hash) {
    open(file.toAbsolutePath().toUri() + hash);
  }

  void open(String url) {
    driver.get("about:blank");
    requests();
    driver.get(url);
  }

  /** The page's width and height in pixels, as on a screen of that size. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /**
   * What the system prefers: {@code light} or {@code dark}; on {@code screen} or in {@code print}.
   */
  void prefer(String scheme, String medium) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Where it saves what a page gives it, from now on. */
  void downloadInto(Path directory) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", directory.toAbsolutePath().toString()));
  }

  /** What a page needs to read what it copied; copying at a click needs no leave. */
  void allowClipboard() {
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
  }

  void allowScripts(boolean allowed) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  /** The result of a function body. */
  Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
  }

  String text(String script, Object... arguments) {
    return String.valueOf(run(script, arguments));
  }

  List<String> texts(String script, Object... arguments) {
    return ((List<?>) run(script, arguments)).stream().map(String::valueOf).toList();
  }

  boolean truth(String script, Object... arguments) {
    return Boolean.TRUE.equals(run(script, arguments));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** An option of a select, as a click does. */
  void choose(String select, String value) {
    find("%s option[value='%s']".formatted(select, value)).click();
  }

  /** Without an element: whatever has the focus gets it. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** As a keyboard's user gets to it; fails if Tab never leads there. */
  void tabTo(String selector) {
    for (int i = 0; i < 400; i++) {
      press(Keys.TAB);
      if (truth("return document.activeElement.matches(arguments[0])", selector)) {
        return;
      }
    }
    throw new AssertionError("Tab never reaches " + selector);
  }

  /** What reaches out of the window at the right and doesn't scroll by itself. */
  List<String> overflow() {
    return texts(
        """
        return document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.querySelectorAll('body *')]
            .filter(one => !one.closest('.scroll') && one.getBoundingClientRect().right > innerWidth)
            .map(one => one.outerHTML.slice(0, 120))
            .concat('the page');
        """);
  }

  byte[] pdf() {
    return Base64.getDecoder().decode(driver.print(new PrintOptions()).getContent());
  }

  /** What it wrote on the console since the last time this was asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** What was asked for since the page was opened, its own file and data in it left out. */
  List<String> requests() {
    var urls = new ArrayList<String>();
    for (var entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        String url = message.path("params").path("request").path("url").asText();
        if (!url.matches("(?s)(file:.*\\.html(#.*)?|data:.*|about:blank|blob:.*)")) {
          urls.add(url);
        }
      }
    }
    return urls;
  }

  /** What axe-core finds wrong with the page as it is shown, a line each. */
  List<String> axeViolations() {
    run(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0];"
                + "axe.run({ resultTypes: ['violations'] }).then(r => done(r.violations.flatMap(v =>"
                + " v.nodes.map(n => v.id + ': ' + n.target + ' ' + n.failureSummary))));");
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (var axe = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(axe, "axe-core isn't on the class path").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("can't read axe-core", e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("a log entry isn't JSON: " + text, e);
    }
  }
}
