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
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Finds whether the database's columns are of types that the journal's columns can hold. */
public final class ColumnTypes {
  private static final int SCALE_BITS = 11;

  private ColumnTypes() {}

  /**
   * As {@link PostgresSnapshot#describe}, on any connection.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if a column is of a type that can't be
   *     held exactly
   */
  public static List<ColumnSpec> describe(
      Connection connection,
      String strategy,
      JournalLayout layout,
      List<JournalColumn> columns,
      NumericShape untyped)
      throws SQLException {
    var sql = "SELECT %s FROM %s".formatted(layout.columnsSql(columns), layout.tableSql());
    try (var statement = connection.prepareStatement(sql)) {
      var metadata = statement.getMetaData(); // parses the statement, executes nothing
      List<ColumnSpec> specs = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        var problem = problem(columns.get(i), metadata, i + 1);
        if (!problem.isEmpty()) {
          throw new JournalLoadException(
              UNSUPPORTED,
              strategy,
              "column %s of %s %s"
                  .formatted(layout.columnSql(columns.get(i)), layout.tableSql(), problem));
        }
        specs.add(spec(columns.get(i), metadata, i + 1, untyped));
      }
      return specs;
    }
  }

  /** The digits behind the point of a {@code numeric} column; empty if it is declared without. */
  public static OptionalInt declaredScale(
      Connection connection, JournalLayout layout, JournalColumn column) throws SQLException {
    var sql = "SELECT %s FROM %s".formatted(layout.columnSql(column), layout.tableSql());
    try (var statement = connection.prepareStatement(sql)) {
      var metadata = statement.getMetaData();
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
      return "is of type %s; it must be %s: alter it, or name another column in the layout"
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
        ? new ColumnSpec(column, untyped.precision(), untyped.scale())
        : new ColumnSpec(column, digits(metadata, index), Math.max(0, scale(metadata, index)));
  }
}
