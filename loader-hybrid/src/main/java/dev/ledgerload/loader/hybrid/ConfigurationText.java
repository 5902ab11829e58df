package dev.ledgerload.loader.hybrid;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads a {@link LoaderConfiguration} from named texts. */
final class ConfigurationText {
  private static final String POSTGRES_URL = "postgres-url";
  private static final String COLUMN = "column-";
  private static final String VARIABLE = "LEDGERLOAD_";

  /** Takes a text, by the name to refuse it by, into a builder. */
  private interface Setting {
    void set(LoaderConfigurationBuilder builder, String name, String text);
  }

  private static final Map<String, Setting> SETTINGS = settings();

  private ConfigurationText() {}

  private static Map<String, Setting> settings() {
    Map<String, Setting> settings = new TreeMap<>();
    settings.put("redis-url", (to, name, text) -> to.redisUrl(parsed(name, text, RedisUrl::of)));
    settings.put("enable-cache", (to, name, text) -> to.enableCache(bool(name, text)));
    settings.put("cache-ttl", (to, name, text) -> to.cacheTtl(OptionText.duration(name, text)));
    settings.put("use-copy-binary", (to, name, text) -> to.useCopyBinary(bool(name, text)));
    settings.put(
        "use-materialized-view", (to, name, text) -> to.useMaterializedView(bool(name, text)));
    settings.put(
        "freshness",
        (to, name, text) -> to.freshness(OptionText.oneOf(name, text, Freshness.class)));
    settings.put(
        "memory-max-bytes",
        (to, name, text) -> to.memoryMaxBytes(OptionText.positive(name, text, Long.MAX_VALUE)));
    settings.put(
        "redis-timeout", (to, name, text) -> to.redisTimeout(OptionText.duration(name, text)));
    settings.put(
        "view-timeout", (to, name, text) -> to.viewTimeout(OptionText.duration(name, text)));
    settings.put("retry-after", (to, name, text) -> to.retryAfter(OptionText.duration(name, text)));
    settings.put(
        "connections",
        (to, name, text) ->
            to.connections((int) OptionText.positive(name, text, HybridOptions.MAX_CONNECTIONS)));
    settings.put(
        NumericShape.OPTION,
        (to, name, text) -> to.untypedNumeric(parsed(name, text, ConfigurationText::digits)));
    settings.put(
        "metrics-address",
        (to, name, text) -> {
          OptionText.address(name, text);
          to.metricsAddress(text);
        });
    return settings;
  }

  static LoaderConfiguration read(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
    }
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
    for (var name : texts.keySet()) {
      if (!known().contains(name)) {
        throw new IllegalArgumentException(
            "%s has no setting \"%s\"; there are: %s".formatted(file, name, known()));
      }
    }
    return configuration(texts, name -> name);
  }

  static LoaderConfiguration of(Map<String, String> environment) {
    Map<String, String> texts = new HashMap<>();
    for (var name : known()) {
      var text = environment.get(variable(name));
      if (text != null) {
        texts.put(name, text);
      }
    }
    return configuration(texts, ConfigurationText::variable);
  }

  private static String variable(String name) {
    return VARIABLE + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Set<String> known() {
    Set<String> names = new TreeSet<>(SETTINGS.keySet());
    names.add(POSTGRES_URL);
    names.add("table");
    JournalColumn.of(Grain.ENTRY).forEach(column -> names.add(setting(column)));
    return names;
  }

  private static String setting(JournalColumn column) {
    return COLUMN + column.fieldName().replace('_', '-');
  }

  private static LoaderConfiguration configuration(
      Map<String, String> texts, UnaryOperator<String> called) {
    var postgres = texts.get(POSTGRES_URL);
    if (postgres == null) {
      throw new IllegalArgumentException(
          called.apply(POSTGRES_URL)
              + " isn't set: it must be a JDBC URL, as jdbc:postgresql://localhost:5432/ledger?user=me&password=...");
    }
    var builder =
        LoaderConfiguration.builder(parsed(called.apply(POSTGRES_URL), postgres, PostgresUrl::new));
    SETTINGS.forEach(
        (name, setting) ->
            ifPresent(texts, name, (key, text) -> setting.set(builder, called.apply(key), text)));
    return builder.layout(layout(texts, called)).build();
  }

  private static JournalLayout layout(Map<String, String> texts, UnaryOperator<String> called) {
    var layout = JournalLayout.DEFAULT;
    var table = texts.get("table");
    if (table != null) {
      layout = parsed(called.apply("table"), table, layout::withTable);
    }
    for (var column : JournalColumn.of(Grain.ENTRY)) {
      var name = texts.get(setting(column));
      if (name != null) {
        var before = layout;
        layout =
            parsed(called.apply(setting(column)), name, text -> before.withColumn(column, text));
      }
    }
    return layout;
  }

  private static void ifPresent(
      Map<String, String> texts, String name, BiConsumer<String, String> action) {
    var text = texts.get(name);
    if (text != null) {
      action.accept(name, text);
    }
  }

  private static NumericShape digits(String text) {
    return NumericShape.of(Map.of(NumericShape.OPTION, text));
  }

  /**
   * What has a type of its own says itself what is allowed, and doesn't repeat a text that may be a
   * secret.
   */
  private static <T> T parsed(String name, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static boolean bool(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "%s must be true or false, not \"%s\"".formatted(name, text));
    };
  }
}
