package dev.ledgerload.spark;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read from where, as the options say it: what driver and tasks alike need to know.
 *
 * @param jdbcUrl with its password: for connecting, and to be shown to nobody
 * @param schemaText the journal's schema as properties
 * @param partitions 0 for as many as Spark likes
 * @param connections 0 for any number
 */
record JournalRead(
    String jdbcUrl,
    String schemaText,
    Duration timeout,
    int partitions,
    int connections,
    SnapshotKind snapshotKind,
    Duration lease)
    implements Serializable {
  private static final String URL_VARIABLE = "LEDGERLOAD_POSTGRES_URL";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException that says all that is wrong with them
   */
  static JournalRead of(CaseInsensitiveStringMap all) {
    Map<String, String> settings = new TreeMap<>();
    Map<String, String> ours = new TreeMap<>();
    all.asCaseSensitiveMap()
        .forEach(
            (name, value) -> {
              var lower = name.toLowerCase(Locale.ROOT);
              if (JournalSchema.isSetting(name)) { // of a column, whose name may have capitals
                settings.put(name, value);
              } else if (JournalSchema.isSetting(lower)) {
                settings.put(lower, value);
              } else {
                ours.put(lower, value);
              }
            });
    var options = Options.of(LedgerloadSource.NAME, ours);
    var files =
        Stream.of("journal", "path").map(options::get).filter(file -> file != null).toList();
    var url = options.get("url");
    var timeout = options.get("timeout", OptionType.DURATION, LIMIT);
    int partitions = options.get("partitions", OptionType.number(1, 100_000), 0);
    int connections = options.get("connections", OptionType.number(1, 256), 0);
    var kind = options.get("snapshot", OptionType.oneOf(SnapshotKind.class), SnapshotKind.AUTO);
    var lease = options.get("lease", OptionType.DURATION, LIMIT);
    options.require(
        files.size() + (settings.isEmpty() ? 0 : 1) == 1,
        "say what the journal is in one way: by a journal.properties, as in"
            + " load(\"journal.properties\"), or by its settings as options, as table, day, keys"
            + " and measures");
    options.require(
        url != null || System.getenv(URL_VARIABLE) != null,
        "which database? Name it by the option url, or by %s in the driver's environment"
            .formatted(URL_VARIABLE));
    List<String> problems = new ArrayList<>();
    var database = database(url, problems);
    var schema = schema(files, settings, problems);
    problems.forEach(problem -> options.require(false, problem));
    options.requireValid();
    return new JournalRead(database, schema, timeout, partitions, connections, kind, lease);
  }

  private static String database(@Nullable String url, List<String> problems) {
    var text = url != null ? url : System.getenv(URL_VARIABLE);
    try {
      return text == null ? "" : new PostgresUrl(text).jdbcUrl();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return "";
    }
  }

  private static String schema(
      List<String> files, Map<String, String> settings, List<String> problems) {
    try {
      if (files.size() == 1 && settings.isEmpty()) {
        return JournalSchema.read(Path.of(files.get(0))).toProperties();
      }
      if (files.isEmpty() && !settings.isEmpty()) {
        return JournalSchema.parse(text(settings), "the journal").toProperties();
      }
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()).replaceAll("(?m)^(\\s*)line \\d+: ", "$1"));
    } catch (IOException e) {
      problems.add("can't read " + e.getMessage());
    }
    return "";
  }

  private static String text(Map<String, String> settings) {
    var properties = new Properties();
    properties.putAll(settings);
    var text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  JournalSchema schema() {
    return JournalSchema.parse(schemaText, "the journal");
  }

  /** The journal's name, for people. */
  String title() {
    return schema().title();
  }

  PostgresUrl database() {
    return new PostgresUrl(jdbcUrl);
  }

  Deadline deadline() {
    return Deadline.after(timeout);
  }

  /**
   * A session that isn't connected yet.
   *
   * @param who what the database is to know it by, behind {@code ledgerload-}
   */
  PostgresSession session(String who) {
    return PostgresSession.unopened(who, database(), Map.of());
  }

  /** The journal as the database describes it now. */
  JournalShape shape() {
    var schema = schema();
    return inSnapshot(
        "describing " + schema.title(), snapshot -> describe(snapshot, schema, schema.columns()));
  }

  /** What the driver asks, in a snapshot of its own. */
  <T> T inSnapshot(String doing, PostgresSession.Work<T> work) {
    try (var borrowed = Sessions.borrow(this, "spark")) {
      return borrowed.session().inSnapshot(null, deadline(), () -> doing, work);
    }
  }

  /** Some of its columns. */
  static JournalShape describe(PostgresSnapshot snapshot, JournalSchema schema, ColumnSet columns)
      throws SQLException {
    return snapshot.describe("spark", schema, List.copyOf(columns), NumericShape.DEFAULT);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s of %s".formatted(title(), database());
  }
}
