package dev.ledgerload.reports.pages;

import java.io.File;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The browser that this machine has, without a window; or how to get one. */
final class BrowserOnPath {
  /**
   * {@code required} makes a machine without a browser fail these tests instead of leaving them.
   */
  private static final String PROPERTY = "ledgerload.browser";

  private static final String ADVICE =
      "The report's tests in a real browser need Chromium or Chrome and its chromedriver on the"
          + " PATH, and this machine lacks %s. Debian, Ubuntu: apt-get install chromium"
          + " chromium-driver; Fedora: dnf install chromium chromedriver; macOS: brew install"
          + " --cask google-chrome chromedriver.";

  /** Selenium says at each start that it doesn't know this browser's own protocol; nor need it. */
  private static final Logger PROTOCOL =
      Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

  private BrowserOnPath() {}

  /**
   * Starts the browser. Where there is none the calling tests are left with a message on how to get
   * one, or fail if the property {@code ledgerload.browser} is {@code required}.
   */
  static ChromeDriver start() {
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
    PROTOCOL.setLevel(Level.SEVERE);
    var chrome = new ChromeDriver(service, options(browser.orElseThrow()));
    chrome.manage().timeouts().scriptTimeout(Duration.ofMinutes(3)); // axe reads every element
    return chrome;
  }

  private static ChromeOptions options(File browser) {
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
    return options;
  }

  private static Optional<File> onPath(String... names) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(dir -> new File(dir, name)))
        .filter(File::canExecute)
        .findFirst();
  }
}
