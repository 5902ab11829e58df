package dev.ledgerload.harness.setup;

import dev.ledgerload.postgres.NumericShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Options for installations, servers and sources, from {@code bench.properties}. */
final class BenchProperties {
  private BenchProperties() {}

  static Map<String, String> ofInstallation(String name) {
    return behind("install." + name + ".");
  }

  static Map<String, String> ofServer(String strategy) {
    return behind("server." + strategy + ".");
  }

  static Map<String, String> ofSource(String strategy) {
    return behind("source." + strategy + ".");
  }

  /** Whether a strategy's sources have an option {@link NumericShape#OPTION}. */
  static boolean takesUntypedNumeric(String strategy) {
    return List.of(all().getProperty(NumericShape.OPTION).split(",")).contains(strategy);
  }

  private static Properties all() {
    var all = new Properties();
    try (var stream = BenchProperties.class.getResourceAsStream("bench.properties")) {
      all.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static Map<String, String> behind(String prefix) {
    var all = all();
    Map<String, String> options = new HashMap<>();
    for (var name : all.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        options.put(name.substring(prefix.length()), all.getProperty(name));
      }
    }
    return options;
  }
}
