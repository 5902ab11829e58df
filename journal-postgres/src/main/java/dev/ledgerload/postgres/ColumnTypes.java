package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.DatabaseType.Numeric;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.postgresql.util.PSQLState;

/** Finds whether the database's columns are of types that the journal's columns can hold. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * As {@link PostgresSnapshot#describe}, on any connection that is in a transaction.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED}, for all of them at once, if columns
   *     are missing or of a type that can't be held exactly
   */
  public static List<ColumnSpec> describe(
      Connection connection,
      String strategy,
      JournalSchema schema,
      List<Column> columns,
      NumericShape untyped)
      throws SQLException {
    Set<Column> named = new LinkedHashSet<>(columns);
    named.add(schema.day()); // whatever is asked for, WHERE names the day
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(nothingOf(schema, schema.columnsSql(named)))) {
      var specs = of(rows, strategy, schema, List.copyOf(named), untyped);
      return specs.subList(0, columns.size());
    } catch (SQLException e) {
      if (PSQLState.UNDEFINED_COLUMN.getState().equals(e.getSQLState())) {
        connection.rollback(); // so that it answers once more
        var missing = missing(connection, schema, named);
        if (!missing.isEmpty()) {
          throw new JournalLoadException(
              UNSUPPORTED,
              strategy,
              "there is no column %s in %s: add it, or name the column that holds it (--column, or JournalSchema)"
                  .formatted(String.join(" and no column ", missing), schema.tableSql()),
              e);
        }
      }
      throw e;
    }
  }

  /**
   * A query whose result has columns but no rows, and doesn't touch partitions. Executed, for the
   * driver prepares by name what it only describes, and behind a pooler another session may have
   * given that name to another statement.
   */
  private static String nothingOf(JournalSchema schema, String columns) {
    return "SELECT %s FROM ONLY %s WHERE false".formatted(columns, schema.tableSql());
  }

  private static List<String> missing(
      Connection connection, JournalSchema schema, Set<Column> columns) throws SQLException {
    var names = columns.stream().map(schema::sqlName).toArray(String[]::new);
    var sql =
        "SELECT n FROM unnest(?::text[]) WITH ORDINALITY AS names(n, at) WHERE NOT EXISTS ("
            + "SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = n::name"
            + " AND NOT attisdropped) ORDER BY at";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", names));
      statement.setString(2, schema.tableSql());
      try (var rows = statement.executeQuery()) {
        List<String> missing = new ArrayList<>();
        while (rows.next()) {
          missing.add('"' + rows.getString(1).replace("\"", "\"\"") + '"');
        }
        return missing;
      }
    }
  }

  /**
   * The shapes of the columns that a result says it has.
   *
   * @param result open, of a connection in the transaction in which its rows are read; it is asked
   *     there of types that don't come with PostgreSQL, and of {@code money}'s digits
   * @param columns what the result's columns are, in their order
   * @throws JournalLoadException as {@link #describe}
   */
  public static List<ColumnSpec> of(
      ResultSet result,
      String strategy,
      JournalSchema schema,
      List<Column> columns,
      NumericShape untyped)
      throws SQLException {
    var types = DatabaseType.of(result);
    var shapes = new ColumnShapes(schema, untyped, result);
    for (int i = 0; i < columns.size(); i++) {
      shapes.add(columns.get(i), types.get(i));
    }
    if (!shapes.problems().isEmpty()) {
      throw new JournalLoadException(UNSUPPORTED, strategy, String.join("; ", shapes.problems()));
    }
    return shapes.specs();
  }

  /** The digits behind the point of a {@code numeric} column; empty if it is declared without. */
  public static OptionalInt declaredScale(
      Connection connection, JournalSchema schema, Column column) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(nothingOf(schema, schema.columnSql(column)))) {
      return DatabaseType.of(rows).get(0) instanceof Numeric number && number.isDeclared()
          ? OptionalInt.of(Math.max(0, number.scale()))
          : OptionalInt.empty();
    }
  }
}
