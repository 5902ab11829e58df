package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The installation {@code indb}: a function that gives a day's totals, and the index that makes it
 * fast. Needs PostgreSQL 14 and the rights of the journal's owner.
 *
 * <p>Both lie in the journal's schema: the function {@code journal_totals_} and the journal's name,
 * which costs nothing until it is called; and the index {@code journal_totals_index_} and the
 * journal's name, which takes disk space and slows writers down, see {@code
 * docs/decisions/0011-totals-inside-the-database.md}. Building it keeps writers waiting. Who calls
 * the function is given totals of what they may read themselves, also by row-level security: {@code
 * journal_id}, the place; the keys by their names; for each measure {@code total_} and its name;
 * {@code entry_count}; {@code processing_time_ms}.
 *
 * <p>Option: {@code covering-index}: {@code true}, or {@code false} for the function alone. Without
 * it there is an index just where the journal can have one: not on a view or a foreign table. A
 * query can have neither.
 */
public final class IndbInstallation implements JournalInstallation {
  private static final String COVERING_INDEX = "covering-index";
  private static final String FUNCTION = "FUNCTION";
  private static final String INDEX = "INDEX";

  /** Tables, partitioned tables, materialized views. */
  private static final String INDEXED_KINDS = "rpm";

  private static final String INVALID_OBJECT_DEFINITION = "42P17";

  private static final String STAMP =
      """
      SELECT coalesce(
        obj_description(to_regprocedure(?), 'pg_proc'),
        (SELECT obj_description(indexrelid, 'pg_class') FROM pg_index
          WHERE indexrelid = to_regclass(?) AND indrelid = ? AND indisvalid))
      """;

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
    var wanted = options(config);
    change(
        config,
        "installing",
        (connection, installed) -> {
          boolean withIndex = wanted == null ? canBeIndexed(installed) : wanted;
          var sql = sql(connection, config); // refuses columns of which totals can't be
          if (withIndex && !canBeIndexed(installed)) {
            throw refusal(
                "%s is no table, and can't have an index: leave covering-index out, or name the table beneath it"
                    .formatted(installed.journal().sql()));
          }
          var function = sql.createFunction(installed);
          if (!isThere(connection, installed, FUNCTION, function)) {
            make(connection, FUNCTION, installed.functionSignature(), function);
          }
          var index = sql.createIndex(installed);
          if (!withIndex) {
            execute(connection, "DROP INDEX IF EXISTS " + installed.index());
          } else if (!isThere(connection, installed, INDEX, index)) { // it takes its time
            makeIndex(connection, installed, index);
          }
        });
  }

  private static boolean canBeIndexed(Companions installed) {
    return INDEXED_KINDS.indexOf(installed.journal().kind()) >= 0;
  }

  private static TotalsSql sql(Connection connection, SourceConfig config) throws SQLException {
    return new TotalsSql(
        GroupsSql.describe(
            connection, IndbSourceProvider.STRATEGY, config.schema(), NumericShape.DEFAULT));
  }

  private static void makeIndex(Connection connection, Companions installed, String definition)
      throws SQLException {
    try {
      make(connection, INDEX, installed.index(), definition);
    } catch (SQLException e) {
      if (INVALID_OBJECT_DEFINITION.equals(e.getSQLState())) {
        throw refusal(
            "an index can't have the schema's filter (%s): install with covering-index=false"
                .formatted(e.getMessage()));
      }
      throw e;
    }
  }

  private static JournalLoadException refusal(String why) {
    return new JournalLoadException(UNSUPPORTED, IndbSourceProvider.STRATEGY, why);
  }

  @Override
  public boolean isInstalled(SourceConfig config) {
    var found = new AtomicBoolean();
    change(
        config,
        "looking for",
        (connection, installed) -> found.set(hasObjects(connection, installed)));
    return found.get();
  }

  /** Only looks whether it is made for these columns: what it computes is as of now. */
  @Override
  public void refresh(SourceConfig config) {
    Options.of(IndbSourceProvider.STRATEGY, config.options()).requireValid();
    change(
        config,
        "looking at",
        (connection, installed) -> {
          if (hasObjects(connection, installed)) {
            FunctionRanking.requireFunction(
                sql(connection, config), installed, stampOf(connection, installed, FUNCTION));
          }
        });
  }

  @Override
  public void uninstall(SourceConfig config) {
    options(config);
    change(
        config,
        "removing",
        (connection, installed) -> {
          execute(connection, "DROP FUNCTION IF EXISTS " + installed.functionSignature());
          execute(connection, "DROP INDEX IF EXISTS " + installed.index());
        });
  }

  private static boolean hasObjects(Connection connection, Companions installed)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT coalesce(to_regprocedure(?)::oid, to_regclass(?)::oid) IS NOT NULL")) {
      statement.setString(1, installed.functionSignature());
      statement.setString(2, installed.index());
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Whether the index is wanted; null if that isn't said. */
  private static @Nullable Boolean options(SourceConfig config) {
    var options = Options.of(IndbSourceProvider.STRATEGY, config.options());
    var withIndex = options.get(COVERING_INDEX, OptionType.BOOL);
    options.requireValid();
    return withIndex;
  }

  private interface Change {
    void make(Connection connection, Companions installed) throws SQLException;
  }

  private static void change(SourceConfig config, String doing, Change change) {
    var schema = config.schema();
    PostgresChange.make(
        IndbSourceProvider.STRATEGY,
        config.database(),
        "%s function and index for %s".formatted(doing, schema.title()),
        connection -> change.make(connection, Companions.of(connection, schema)));
  }

  private static void make(Connection connection, String kind, String name, String definition)
      throws SQLException {
    execute(connection, "DROP %s IF EXISTS %s".formatted(kind, name));
    execute(connection, definition);
    execute(
        connection, "COMMENT ON %s %s IS '%s'".formatted(kind, name, TotalsSql.stamp(definition)));
  }

  /** Whether it is there, on this journal and by just this definition. */
  private static boolean isThere(
      Connection connection, Companions installed, String kind, String definition)
      throws SQLException {
    return TotalsSql.stamp(definition).equals(stampOf(connection, installed, kind));
  }

  private static @Nullable String stampOf(Connection connection, Companions installed, String kind)
      throws SQLException {
    boolean index = kind.equals(INDEX);
    try (var statement = connection.prepareStatement(STAMP)) {
      statement.setString(1, index ? null : installed.functionSignature());
      statement.setString(2, index ? installed.index() : null);
      statement.setLong(3, installed.journal().oid());
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
