package dev.ledgerload.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;

/** This machine's own Chromium, without a window. */
final class Chromium implements AutoCloseable {
  /**
   * {@code required} makes a machine without a browser fail these tests instead of leaving them.
   */
  private static final String PROPERTY = "ledgerload.browser";

  private static final String ADVICE =
      "The report's tests in a real browser need Chromium or Chrome and its chromedriver on the"
          + " PATH, and this machine lacks %s. Debian, Ubuntu: apt-get install chromium"
          + " chromium-driver; Fedora: dnf install chromium chromedriver; macOS: brew install"
          + " --cask google-chrome chromedriver.";

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts it. Where there is none the calling tests are left with a message on how to get one, or
   * fail if the property {@code ledgerload.browser} is {@code required}.
   *
   * @param downloads where it saves what a page gives it
   */
  static Chromium start(Path downloads) {
    Optional<File> browser =
        onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    Optional<File> driver = onPath("chromedriver");
    if (browser.isEmpty() || driver.isEmpty()) {
      String missing = browser.isEmpty() ? driver.isEmpty() ? "both" : "the first" : "the second";
      String advice = ADVICE.formatted(missing);
      if ("required".equals(System.getProperty(PROPERTY))) {
        Assertions.fail(advice);
      }
      System.err.println(advice);
      Assumptions.abort(advice);
    }
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow())
            .usingAnyFreePort()
            .build();
    var chrome = new ChromeDriver(service, options(browser.orElseThrow(), downloads));
    chrome.manage().timeouts().scriptTimeout(Duration.ofMinutes(3)); // axe reads every element
    return new Chromium(chrome);
  }

  private static ChromeOptions options(File browser, Path downloads) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(browser);
    options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage");
    options.addArguments("--disable-background-networking", "--force-color-profile=srgb");
    if ("root".equals(System.getProperty("user.name"))) {
      options.addArguments("--no-sandbox"); // its sandbox refuses to work for root
    }
    options.setCapability("goog:loggingPrefs", logs);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toAbsolutePath().toString()));
    return options;
  }

  private static Optional<File> onPath(String... names) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(dir -> new File(dir, name)))
        .filter(File::canExecute)
        .findFirst();
  }

  /** Opens a file anew, at a place in it if {@code hash} isn't empty. */
  void open(Path file, String hash) {
    driver.get("about:blank");
    requests();
    driver.get(file.toAbsolutePath().toUri() + hash);
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

  @Override
  public void close() {
    driver.quit();
  }
}
