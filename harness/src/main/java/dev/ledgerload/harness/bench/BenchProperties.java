package dev.ledgerload.harness.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Options for installations and servers, from {@code bench.properties}. */
final class BenchProperties {
  private BenchProperties() {}

  static Map<String, String> ofInstallation(String name) {
    return behind("install." + name + ".");
  }

  static Map<String, String> ofServer(String strategy) {
    return behind("server." + strategy + ".");
  }

  private static Map<String, String> behind(String prefix) {
    var all = new Properties();
    try (var stream = BenchProperties.class.getResourceAsStream("bench.properties")) {
      all.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> options = new HashMap<>();
    for (var name : all.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        options.put(name.substring(prefix.length()), all.getProperty(name));
      }
    }
    return options;
  }
}
