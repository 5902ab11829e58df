package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.postgresql.util.PSQLState;

/** Finds whether the database's columns are of types that the journal's columns can hold. */
public final class ColumnTypes {
  private static final int SCALE_BITS = 11;

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
      var specs = of(rows.getMetaData(), strategy, schema, List.copyOf(named), untyped);
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
   * The shapes of the columns that a result, or a statement, says it has.
   *
   * @param columns what they are, in their order
   * @throws JournalLoadException as {@link #describe}
   */
  public static List<ColumnSpec> of(
      ResultSetMetaData metadata,
      String strategy,
      JournalSchema schema,
      List<Column> columns,
      NumericShape untyped)
      throws SQLException {
    List<ColumnSpec> specs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      var problem = problem(columns.get(i), metadata, i + 1);
      if (problem.isEmpty()) {
        specs.add(spec(columns.get(i), metadata, i + 1, untyped));
      } else {
        problems.add(
            "column %s of %s %s"
                .formatted(schema.columnSql(columns.get(i)), schema.tableSql(), problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new JournalLoadException(UNSUPPORTED, strategy, String.join("; ", problems));
    }
    return List.copyOf(specs);
  }

  /** The digits behind the point of a {@code numeric} column; empty if it is declared without. */
  public static OptionalInt declaredScale(
      Connection connection, JournalSchema schema, Column column) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(nothingOf(schema, schema.columnSql(column)))) {
      var metadata = rows.getMetaData();
      return metadata.getPrecision(1) == 0
          ? OptionalInt.empty()
          : OptionalInt.of(Math.max(0, scale(metadata, 1)));
    }
  }

  private static String problem(Column column, ResultSetMetaData metadata, int index)
      throws SQLException {
    var type = metadata.getColumnTypeName(index);
    var allowed =
        switch (column.role()) {
          case PLAIN, COUNT -> Set.of("int8", "int4", "int2", "bigserial", "serial", "smallserial");
          case DAY -> Set.of("date");
          case KEY, CODE -> Set.of("text", "varchar", "bpchar", "name");
          case MEASURE, TOTAL -> Set.of("numeric");
        };
    if (!allowed.contains(type)) {
      return "is of type %s; it must be %s: alter it, or name another column (--column, or JournalSchema)"
          .formatted(type, wanted(column));
    }
    if (column.isAmount() && digits(metadata, index) > ColumnSpec.MAX_PRECISION) {
      return "is numeric(%d,%d); at most 38 digits before and after the point can be held"
          .formatted(metadata.getPrecision(index), scale(metadata, index));
    }
    return "";
  }

  /**
   * The digits from the first before the point that can be other than zero to the last behind it.
   * Since PostgreSQL 15 numeric(3,5) has the latter only, numeric(5,-2) two zeros before the point.
   */
  private static int digits(ResultSetMetaData metadata, int index) throws SQLException {
    int precision = metadata.getPrecision(index);
    int scale = scale(metadata, index);
    return scale < 0 ? precision - scale : Math.max(precision, scale);
  }

  /** The declared scale, which the server sends as 11 bits with a sign, and the driver without. */
  private static int scale(ResultSetMetaData metadata, int index) throws SQLException {
    int unused = Integer.SIZE - SCALE_BITS;
    return metadata.getScale(index) << unused >> unused;
  }

  private static String wanted(Column column) {
    return switch (column.role()) {
      case PLAIN, COUNT -> "bigint, integer or smallint";
      case DAY -> "date";
      case KEY, CODE -> "text, varchar or character(n)";
      case MEASURE, TOTAL -> "numeric";
    };
  }

  private static ColumnSpec spec(
      Column column, ResultSetMetaData metadata, int index, NumericShape untyped)
      throws SQLException {
    if (!column.isAmount()) {
      return ColumnSpec.of(column);
    }
    return metadata.getPrecision(index) == 0
        ? new ColumnSpec(column, new Decimal(untyped.precision(), untyped.scale()), true, false)
        : new ColumnSpec(column, digits(metadata, index), Math.max(0, scale(metadata, index)));
  }
}
