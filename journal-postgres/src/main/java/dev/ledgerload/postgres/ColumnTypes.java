package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalLoadException;
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
      JournalLayout layout,
      List<JournalColumn> columns,
      NumericShape untyped)
      throws SQLException {
    Set<JournalColumn> named = new LinkedHashSet<>(columns);
    named.add(JournalColumn.TRX_DATE); // whatever is asked for, WHERE names the day
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(nothingOf(layout, layout.columnsSql(named)))) {
      var specs = of(rows.getMetaData(), strategy, layout, List.copyOf(named), untyped);
      return specs.subList(0, columns.size());
    } catch (SQLException e) {
      if (PSQLState.UNDEFINED_COLUMN.getState().equals(e.getSQLState())) {
        connection.rollback(); // so that it answers once more
        var missing = missing(connection, layout, named);
        if (!missing.isEmpty()) {
          throw new JournalLoadException(
              UNSUPPORTED,
              strategy,
              "there is no column %s in %s: add it, or name the column that holds it (--column, or JournalLayout)"
                  .formatted(String.join(" and no column ", missing), layout.tableSql()),
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
  private static String nothingOf(JournalLayout layout, String columns) {
    return "SELECT %s FROM ONLY %s WHERE false".formatted(columns, layout.tableSql());
  }

  private static List<String> missing(
      Connection connection, JournalLayout layout, Set<JournalColumn> columns) throws SQLException {
    var names = columns.stream().map(layout::columnName).toArray(String[]::new);
    var sql =
        "SELECT n FROM unnest(?::text[]) WITH ORDINALITY AS names(n, at) WHERE NOT EXISTS ("
            + "SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = n::name"
            + " AND NOT attisdropped) ORDER BY at";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", names));
      statement.setString(2, layout.tableSql());
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
      JournalLayout layout,
      List<JournalColumn> columns,
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
                .formatted(layout.columnSql(columns.get(i)), layout.tableSql(), problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new JournalLoadException(UNSUPPORTED, strategy, String.join("; ", problems));
    }
    return List.copyOf(specs);
  }

  /** The digits behind the point of a {@code numeric} column; empty if it is declared without. */
  public static OptionalInt declaredScale(
      Connection connection, JournalLayout layout, JournalColumn column) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(nothingOf(layout, layout.columnSql(column)))) {
      var metadata = rows.getMetaData();
      return metadata.getPrecision(1) == 0
          ? OptionalInt.empty()
          : OptionalInt.of(Math.max(0, scale(metadata, 1)));
    }
  }

  private static String problem(JournalColumn column, ResultSetMetaData metadata, int index)
      throws SQLException {
    var type = metadata.getColumnTypeName(index);
    var allowed =
        switch (column.type()) {
          case INT64 -> Set.of("int8", "int4", "int2", "bigserial", "serial", "smallserial");
          case DATE -> Set.of("date");
          case CODE -> Set.of("text", "varchar", "bpchar", "name");
          case DECIMAL -> Set.of("numeric");
        };
    if (!allowed.contains(type)) {
      return "is of type %s; it must be %s: alter it, or name another column (--column, or JournalLayout)"
          .formatted(type, wanted(column));
    }
    if (column.type() == JournalColumn.Type.DECIMAL
        && digits(metadata, index) > ColumnSpec.MAX_PRECISION) {
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

  private static String wanted(JournalColumn column) {
    return switch (column.type()) {
      case INT64 -> "bigint, integer or smallint";
      case DATE -> "date";
      case CODE -> "text, varchar or character(n)";
      case DECIMAL -> "numeric";
    };
  }

  private static ColumnSpec spec(
      JournalColumn column, ResultSetMetaData metadata, int index, NumericShape untyped)
      throws SQLException {
    if (column.type() != JournalColumn.Type.DECIMAL) {
      return ColumnSpec.of(column);
    }
    return metadata.getPrecision(index) == 0
        ? new ColumnSpec(column, untyped.precision(), untyped.scale(), true)
        : new ColumnSpec(column, digits(metadata, index), Math.max(0, scale(metadata, index)));
  }
}
