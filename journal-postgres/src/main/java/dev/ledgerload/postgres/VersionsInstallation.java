package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * The installation {@code versions}: triggers that give each booking day a version, a number that
 * grows whenever the day's entries change, in the transaction that changes them. It has no options.
 * Needs PostgreSQL 14.
 *
 * <p>Lives in the journal's schema: a table and a function, both {@code journal_versions_} and the
 * journal's name, and triggers {@code journal_version_…} on the journal and each of its partitions.
 * Who may read the journal when it is installed may read the versions.
 *
 * <p>Counted is what INSERT, COPY, UPDATE, DELETE, MERGE and TRUNCATE do, whoever does it, also
 * with {@code session_replication_role = replica}; an entry that moves counts for both its days,
 * one without a day for none. What changes entries without a trigger, as a rewritten or renamed
 * column and a partition attached or dropped, gives every day another version, see {@link
 * dev.ledgerload.spi.DayVersion#structure()}. Days have no version while the count isn't complete:
 * after a trigger was switched off, with a partition that has none, with rows taken from the
 * versions, for who reads by row-level security, and for a schema that takes another column, or
 * another zone's days, for the day: counted is what the schema says by which it was installed. A
 * filter makes no difference: changes of what it leaves out count too. Installing again, which is
 * quick, takes in new partitions and begins anew. Not seen are rows from a logical subscription,
 * which fires none of these triggers: install again after it. A view, a foreign table, one with
 * foreign partitions, and a query have no versions.
 *
 * <p>Each statement that changes a day adds a row. {@link #refresh} leaves one a day: do it as
 * often as a day has some ten thousand statements, for reading a version means to add its rows up.
 */
public final class VersionsInstallation implements JournalInstallation {
  static final String NAME = "versions";
  static final String TRIGGER = "journal_version";

  private static final String PREFIX = "journal_versions_";
  private static final int CHECKED_DAYS = 366;
  private static final int MAX_NAME_BYTES = 63;
  private static final String INDEX_PREFIX = "journal_versions_day_";

  /** The journal, its partitions and what inherits from it. */
  private static final String TREE =
      """
      WITH RECURSIVE tables(oid) AS (
        SELECT ?::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tables ON i.inhparent = tables.oid)
      """;

  private static final String TABLES =
      TREE
          + """
          SELECT c.oid::regclass::text FROM tables JOIN pg_class c USING (oid)
          WHERE c.relkind IN ('r', 'p')
          """;

  private static final String FOREIGN_TABLES =
      TREE
          + """
          SELECT c.oid::regclass::text FROM tables JOIN pg_class c USING (oid) WHERE c.relkind = 'f'
          """;

  private static final String FOREIGN_USERS =
      TREE
          + """
          SELECT t.tgrelid::regclass::text FROM pg_trigger t
          WHERE t.tgfoid = to_regprocedure(?) AND t.tgrelid NOT IN (SELECT oid FROM tables)
          """;

  private static final String TRIGGERS =
      "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger"
          + " WHERE tgfoid = to_regprocedure(?)";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "gives each day a number that grows when its entries change, so that caches know;"
        + " costs writers one more row a statement";
  }

  @Override
  public void install(SourceConfig config) {
    change(config, "installing", VersionsInstallation::install);
  }

  @Override
  public boolean isInstalled(SourceConfig config) {
    var found = new AtomicBoolean();
    change(
        config,
        "looking for",
        (connection, schema) ->
            found.set(
                !schema.isQuery()
                    && isThere(connection, JournalRelation.find(connection, NAME, schema))));
    return found.get();
  }

  @Override
  public void refresh(SourceConfig config) {
    change(
        config,
        "adding up",
        (connection, schema) -> {
          var journal = lock(connection, schema);
          if (isThere(connection, journal)) {
            script("versions-refresh.sql", journal).run(connection);
          }
        });
  }

  @Override
  public void uninstall(SourceConfig config) {
    change(config, "removing", VersionsInstallation::uninstall);
  }

  private interface Change {
    void make(Connection connection, JournalSchema schema) throws SQLException;
  }

  private static void change(SourceConfig config, String doing, Change change) {
    Options.of(NAME, config.options()).requireValid();
    PostgresChange.make(
        NAME,
        config.database(),
        "%s the versions of %s".formatted(doing, config.schema().title()),
        connection -> change.make(connection, config.schema()));
  }

  private static void install(Connection connection, JournalSchema schema) throws SQLException {
    var journal = lock(connection, schema);
    var shape = requireFits(connection, journal, schema);
    script("versions-install.sql", journal)
        .with("day", shape.daySql("e"))
        .with("counted", literal(connection, JournalVersions.counted(schema)))
        .run(connection);
    for (var table : texts(connection, TABLES, journal.oid())) {
      script("versions-trigger.sql", journal)
          .with("name", TRIGGER)
          .with("table", table)
          .run(connection);
    }
    script("versions-start.sql", journal).run(connection);
    Grants.copySelect(connection, journal.sql(), journal.companionSql(PREFIX));
  }

  private static JournalShape requireFits(
      Connection connection, JournalRelation journal, JournalSchema schema) throws SQLException {
    if (!journal.isTable()) {
      throw refusal("%s is no table: name the table beneath it".formatted(journal.sql()));
    }
    var foreign = texts(connection, FOREIGN_TABLES, journal.oid());
    if (!foreign.isEmpty()) {
      throw refusal(
          "%s has %s on another server, where nothing here sees a change: take it out, or name the tables without it"
              .formatted(journal.sql(), foreign));
    }
    var day = List.of(schema.day());
    var shape = ColumnTypes.describe(connection, NAME, schema, day, NumericShape.DEFAULT);
    requireClocksAgree(connection, shape);
    var others = texts(connection, FOREIGN_USERS, journal.oid(), function(journal));
    if (!others.isEmpty()) {
      throw refusal(
          isCut(journal)
              ? "what would count for %s counts for %s, by a name cut at 63 bytes: rename one of them"
                  .formatted(journal.sql(), others)
              : "%s still counts where %s would, as a table does that had its name before: drop its triggers, by \"%s\""
                  .formatted(
                      others, journal.sql(), String.join("; ", dropping(connection, journal))));
    }
    return shape;
  }

  /** For days around this one; of each day it is asked again when its version is. */
  private static void requireClocksAgree(Connection connection, JournalShape shape)
      throws SQLException {
    var zone = shape.schema().dayZone();
    if (zone.isEmpty()) {
      return;
    }
    var today = LocalDate.now(zone.get());
    var agree =
        IntStream.rangeClosed(-CHECKED_DAYS, CHECKED_DAYS)
            .mapToObj(days -> shape.clocksAgreeSql(today.plusDays(days)))
            .collect(joining(" AND "));
    if (!texts(connection, "SELECT 1 WHERE " + agree).contains("1")) {
      throw refusal(
          "the server's clocks in %s change at other times than this JVM's: update the older one's rules (tzdata), or name the zone as Europe/Berlin is"
              .formatted(zone.get()));
    }
  }

  private static boolean isCut(JournalRelation journal) {
    return (PREFIX + journal.name()).getBytes(UTF_8).length > MAX_NAME_BYTES;
  }

  /** Statements that drop the triggers which count there. */
  private static List<String> dropping(Connection connection, JournalRelation journal)
      throws SQLException {
    return texts(connection, TRIGGERS, function(journal));
  }

  private static JournalLoadException refusal(String why) {
    return new JournalLoadException(UNSUPPORTED, NAME, why);
  }

  private static void uninstall(Connection connection, JournalSchema schema) throws SQLException {
    var journal = lock(connection, schema);
    if (!isThere(connection, journal)) {
      return;
    }
    List<String> statements = dropping(connection, journal);
    statements.add("DROP FUNCTION " + function(journal));
    statements.add("DROP TABLE " + journal.companionSql(PREFIX));
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Finds the journal; until the transaction ends nobody else installs, adds up or removes. */
  private static JournalRelation lock(Connection connection, JournalSchema schema)
      throws SQLException {
    var journal = JournalRelation.find(connection, NAME, schema);
    try (var statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, ?))")) {
      statement.setString(1, "ledgerload " + NAME);
      statement.setLong(2, journal.oid());
      statement.execute();
    }
    return journal;
  }

  private static boolean isThere(Connection connection, JournalRelation journal)
      throws SQLException {
    return !texts(connection, "SELECT 1 WHERE to_regprocedure(?) IS NOT NULL", function(journal))
        .isEmpty();
  }

  private static String function(JournalRelation journal) {
    return journal.companionSql(PREFIX) + "()";
  }

  private static SqlScript script(String name, JournalRelation journal) {
    return SqlScript.of(VersionsInstallation.class, name)
        .with("versions", journal.companionSql(PREFIX))
        .with("versions_index", journal.companionName(INDEX_PREFIX));
  }

  private static String literal(Connection connection, String text) throws SQLException {
    return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
  }

  private static List<String> texts(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (var rows = statement.executeQuery()) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts;
      }
    }
  }
}
