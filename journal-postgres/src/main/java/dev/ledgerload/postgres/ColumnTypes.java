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
import java.util.List;
import java.util.OptionalInt;

/** Finds whether the database's columns are of types that the journal's columns can hold. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * As {@link PostgresSnapshot#describe}, on any connection that is in a transaction.
   *
   * @throws JournalLoadException as that does
   */
  public static JournalShape describe(
      Connection connection,
      String strategy,
      JournalSchema schema,
      List<Column> columns,
      NumericShape untyped)
      throws SQLException {
    return new JournalDescription(strategy, schema, columns, untyped).ask(connection);
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
        var rows =
            statement.executeQuery(
                JournalDescription.nothingOf(schema, schema.columnSql(column)))) {
      return DatabaseType.of(rows).get(0) instanceof Numeric number && number.isDeclared()
          ? OptionalInt.of(Math.max(0, number.scale()))
          : OptionalInt.empty();
    }
  }
}
