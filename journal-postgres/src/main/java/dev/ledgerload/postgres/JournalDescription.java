package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.JournalShape.Form;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgResultSet;
import org.postgresql.util.PSQLState;

/** Has the database describe a journal, by a statement that has columns but no rows. */
record JournalDescription(
    String strategy, JournalSchema schema, List<Column> columns, NumericShape untyped)
    implements Question<JournalShape> {
  private static final String NAME_IT = "(--column, or JournalSchema)";

  JournalDescription {
    columns = List.copyOf(columns);
  }

  /** As {@link PostgresSnapshot#describe}, on any connection that is in a transaction. */
  JournalShape ask(Connection connection) throws SQLException {
    try {
      return Answers.ask(connection, this);
    } catch (SQLException e) {
      if (PSQLState.UNDEFINED_COLUMN.getState().equals(e.getSQLState())) {
        connection.rollback(); // so that it answers once more
        requireAllThere(connection, strategy, schema, named(), e);
      }
      throw e;
    }
  }

  /** Those that its statement names: whatever is asked for, WHERE names the day. */
  private Set<Column> named() {
    Set<Column> named = new LinkedHashSet<>(columns);
    named.add(schema.day());
    return named;
  }

  @Override
  public String sql(Literals literals) {
    return nothingOf(schema, schema.columnsSql(named()));
  }

  @Override
  public JournalShape answer(ResultSet rows) throws SQLException {
    var named = List.copyOf(named());
    var driver = rows.unwrap(PgResultSet.class);
    var specs = ColumnTypes.of(rows, strategy, schema, named, untyped);
    Map<Column, Form> forms = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      forms.put(columns.get(i), form(specs.get(i), driver.getColumnOID(i + 1)));
    }
    var day = specs.get(named.indexOf(schema.day()));
    return new JournalShape(schema, day, specs.subList(0, columns.size()), forms);
  }

  /**
   * A query whose result has columns but no rows, and doesn't touch partitions. Executed, for the
   * driver prepares by name what it only describes, and behind a pooler another session may have
   * given that name to another statement.
   *
   * <p>It names the filter too, where it would be no condition if it closed the brackets that it is
   * to stand in.
   */
  static String nothingOf(JournalSchema schema, String columns) {
    return "SELECT %s FROM %s WHERE false%s"
        .formatted(
            columns,
            schema.isQuery() ? schema.fromSql() : "ONLY " + schema.tableSql(),
            schema.filter().map(" AND CASE WHEN %s\nTHEN true END"::formatted).orElse(""));
  }

  /**
   * @param type the number of the database's
   */
  private static Form form(ColumnSpec spec, int type) {
    return switch (type) {
      case Oid.MONEY -> Form.MONEY;
      case Oid.TEXT, Oid.VARCHAR, Oid.NAME -> Form.TEXT;
      case Oid.BPCHAR -> Form.PADDED_TEXT;
      default -> spec.values() == Variable.TEXT ? Form.OTHER_TEXT : Form.VALUE;
    };
  }

  /** That what is missing are columns which the schema names, rather than some in its SQL. */
  private static void requireAllThere(
      Connection connection,
      String strategy,
      JournalSchema schema,
      Set<Column> columns,
      SQLException cause)
      throws SQLException {
    var missing =
        schema.isQuery()
            ? missingInQuery(connection, schema, columns)
            : missingInTable(connection, schema, columns);
    if (!missing.isEmpty()) {
      var remedy =
          schema.isQuery()
              ? "add it to the query, or name one of its columns"
              : "add it, or name the column that holds it";
      throw new JournalLoadException(
          UNSUPPORTED,
          strategy,
          "there is no column %s in %s: %s %s"
              .formatted(String.join(" and no column ", missing), schema.title(), remedy, NAME_IT),
          cause);
    }
  }

  private static List<String> missingInTable(
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

  private static List<String> missingInQuery(
      Connection connection, JournalSchema schema, Set<Column> columns) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows =
          statement.executeQuery("SELECT * FROM %s WHERE false".formatted(schema.fromSql()))) {
        var metadata = rows.getMetaData();
        List<String> there = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
          there.add(metadata.getColumnLabel(i));
        }
        return columns.stream()
            .filter(column -> !there.contains(schema.sqlName(column)))
            .map(schema::columnSql)
            .toList();
      }
    }
  }
}
