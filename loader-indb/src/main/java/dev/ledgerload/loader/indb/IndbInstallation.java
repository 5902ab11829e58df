package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.ColumnTypes;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalSchema;
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
 * the function is given totals of what they may read themselves, also by row-level security.
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
    boolean withIndex = options(config);
    change(
        config,
        "installing",
        (connection, sql) -> {
          requireFits(connection, sql.schema());
          if (!isThere(connection, sql, FUNCTION)) {
            make(connection, FUNCTION, sql.functionSignature(), sql.createFunction());
          }
          if (withIndex && !isThere(connection, sql, INDEX)) { // it takes its time
            make(connection, INDEX, sql.index(), sql.createIndex());
          }
          if (!withIndex) {
            execute(connection, "DROP INDEX IF EXISTS " + sql.index());
          }
        });
  }

  @Override
  public boolean isInstalled(SourceConfig config) {
    var found = new AtomicBoolean();
    change(config, "looking for", (connection, sql) -> found.set(hasObjects(connection, sql)));
    return found.get();
  }

  /** Only looks whether it is made for these columns: what it computes is as of now. */
  @Override
  public void refresh(SourceConfig config) {
    Options.of(IndbSourceProvider.STRATEGY, config.options()).requireValid();
    change(
        config,
        "looking at",
        (connection, sql) -> {
          if (hasObjects(connection, sql)) {
            sql.requireFunction(stampOf(connection, sql, FUNCTION));
          }
        });
  }

  @Override
  public void uninstall(SourceConfig config) {
    options(config);
    change(
        config,
        "removing",
        (connection, sql) -> {
          execute(connection, "DROP FUNCTION IF EXISTS " + sql.functionSignature());
          execute(connection, "DROP INDEX IF EXISTS " + sql.index());
        });
  }

  private static boolean hasObjects(Connection connection, TotalsSql sql) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT coalesce(to_regprocedure(?)::oid, to_regclass(?)::oid) IS NOT NULL")) {
      statement.setString(1, sql.functionSignature());
      statement.setString(2, sql.index());
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Whether the index is wanted. */
  private static boolean options(SourceConfig config) {
    var options = Options.of(IndbSourceProvider.STRATEGY, config.options());
    boolean withIndex = options.get(COVERING_INDEX, OptionType.BOOL, true);
    options.requireValid();
    return withIndex;
  }

  /** A function over columns of other types would be made, and give other totals. */
  private static void requireFits(Connection connection, JournalSchema schema) throws SQLException {
    ColumnTypes.describe(
        connection,
        IndbSourceProvider.STRATEGY,
        schema,
        IndbTotalsSource.COLUMNS,
        NumericShape.DEFAULT);
  }

  private interface Change {
    void make(Connection connection, TotalsSql sql) throws SQLException;
  }

  private static void change(SourceConfig config, String doing, Change change) {
    var schema = config.schema();
    PostgresChange.make(
        IndbSourceProvider.STRATEGY,
        config.postgres(),
        "%s function and index for %s".formatted(doing, schema.tableSql()),
        connection -> change.make(connection, TotalsSql.of(connection, schema)));
  }

  private static void make(Connection connection, String kind, String name, String definition)
      throws SQLException {
    execute(connection, "DROP %s IF EXISTS %s".formatted(kind, name));
    execute(connection, definition);
    execute(
        connection, "COMMENT ON %s %s IS '%s'".formatted(kind, name, TotalsSql.stamp(definition)));
  }

  /** Whether it is there, on this journal and by just this definition. */
  private static boolean isThere(Connection connection, TotalsSql sql, String kind)
      throws SQLException {
    var definition = kind.equals(INDEX) ? sql.createIndex() : sql.createFunction();
    return TotalsSql.stamp(definition).equals(stampOf(connection, sql, kind));
  }

  private static @Nullable String stampOf(Connection connection, TotalsSql sql, String kind)
      throws SQLException {
    boolean index = kind.equals(INDEX);
    try (var statement = connection.prepareStatement(STAMP)) {
      statement.setString(1, index ? null : sql.functionSignature());
      statement.setString(2, index ? sql.index() : null);
      statement.setLong(3, sql.journal().oid());
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
