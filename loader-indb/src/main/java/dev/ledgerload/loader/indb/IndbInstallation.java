package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The installation {@code indb}: a function that gives a day's totals, and the index that makes it
 * fast. Needs PostgreSQL 14 and the rights of the journal's owner.
 *
 * <p>Both lie in the journal's schema: the function {@code journal_totals_} and the journal's name,
 * which costs nothing until it is called; and the index {@code journal_totals_index_} and the
 * journal's name, which takes disk space and slows writers down, see {@code
 * docs/decisions/0011-totals-inside-the-database.md}. Building it keeps writers waiting.
 *
 * <p>Option: {@code covering-index}, {@code true} (the default) or {@code false} for the function
 * alone.
 */
public final class IndbInstallation implements JournalInstallation {
  private static final String COVERING_INDEX = "covering-index";
  private static final String FUNCTION = "FUNCTION";
  private static final String INDEX = "INDEX";

  private static final String STAMP =
      """
      SELECT coalesce(
        obj_description(to_regprocedure(?), 'pg_proc'),
        (SELECT obj_description(indexrelid, 'pg_class') FROM pg_index
          WHERE indexrelid = to_regclass(?) AND indisvalid))
      """;

  private static final Duration CHECK_LIMIT = Duration.ofMinutes(1);

  @Override
  public String name() {
    return IndbSourceProvider.STRATEGY;
  }

  @Override
  public String summary() {
    return "a function that gives a day's totals, and an index for it that costs writers time and"
        + " the disk about half the table's size";
  }

  @Override
  public void install(SourceConfig config) {
    boolean withIndex = options(config);
    requireFits(config);
    change(
        config,
        "installing",
        (connection, sql) -> {
          keepOrMake(connection, FUNCTION, sql.functionSignature(), sql.createFunction());
          if (withIndex) {
            keepOrMake(connection, INDEX, sql.index(), sql.createIndex());
          } else {
            execute(connection, "DROP INDEX IF EXISTS " + sql.index());
          }
        });
  }

  /** Does nothing: what it computes is as of now. */
  @Override
  public boolean refresh(SourceConfig config) {
    var isThere = new AtomicBoolean();
    change(config, "looking for", (connection, sql) -> isThere.set(isThere(connection, sql)));
    return isThere.get();
  }

  @Override
  public boolean uninstall(SourceConfig config) {
    options(config);
    var wasThere = new AtomicBoolean();
    change(
        config,
        "removing",
        (connection, sql) -> {
          wasThere.set(isThere(connection, sql));
          execute(connection, "DROP FUNCTION IF EXISTS " + sql.functionSignature());
          execute(connection, "DROP INDEX IF EXISTS " + sql.index());
        });
    return wasThere.get();
  }

  private static boolean isThere(Connection connection, TotalsSql sql) throws SQLException {
    return stampOf(connection, FUNCTION, sql.functionSignature()) != null;
  }

  /** Whether the index is wanted. */
  private static boolean options(SourceConfig config) {
    config.requireOnlyOptions(IndbSourceProvider.STRATEGY, COVERING_INDEX);
    var text = config.options().getOrDefault(COVERING_INDEX, "true");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "indb's option covering-index must be true or false, not \"" + text + '"');
    };
  }

  /** A function over columns of other types would be made, and give other totals. */
  private static void requireFits(SourceConfig config) {
    var strategy = IndbSourceProvider.STRATEGY;
    try (var session = PostgresSession.open(strategy, config.postgres(), Map.of())) {
      session.inSnapshot(
          null,
          Deadline.after(CHECK_LIMIT),
          () -> "looking at " + config.layout().tableSql(),
          snapshot ->
              snapshot.describe(
                  strategy, config.layout(), IndbTotalsSource.COLUMNS, NumericShape.of(Map.of())));
    }
  }

  private interface Change {
    void make(Connection connection, TotalsSql sql) throws SQLException;
  }

  private static void change(SourceConfig config, String doing, Change change) {
    var layout = config.layout();
    PostgresChange.make(
        IndbSourceProvider.STRATEGY,
        config.postgres(),
        "%s function and index for %s".formatted(doing, layout.tableSql()),
        connection -> change.make(connection, TotalsSql.of(connection, layout)));
  }

  /** Makes what isn't there by just this definition; an index takes its time. */
  private static void keepOrMake(Connection connection, String kind, String name, String definition)
      throws SQLException {
    var stamp = TotalsSql.stamp(definition);
    if (stamp.equals(stampOf(connection, kind, name))) {
      return;
    }
    execute(connection, "DROP %s IF EXISTS %s".formatted(kind, name));
    execute(connection, definition);
    execute(connection, "COMMENT ON %s %s IS '%s'".formatted(kind, name, stamp));
  }

  private static @Nullable String stampOf(Connection connection, String kind, String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(STAMP)) {
      statement.setString(1, kind.equals(FUNCTION) ? name : null);
      statement.setString(2, kind.equals(INDEX) ? name : null);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // names with braces are no escapes of JDBC's
      statement.execute(sql);
    }
  }
}
