package dev.ledgerload.rivals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What is to be loaded, and from where.
 *
 * @param table as SQL names it, quoted
 * @param extension the file of DuckDB's extension for PostgreSQL; null if there is none
 */
record DayQuery(
    String jdbcUrl, String uri, String table, LocalDate day, @Nullable String extension) {
  /** Rows that the driver fetches at a time: without it a day comes as one, twice in memory. */
  static final int FETCH_ROWS = 10_000;

  static final List<String> COLUMNS =
      List.of(
          "id", "trx_date", "acc_debit", "acc_credit", "amount", "t_1", "t_2", "t_3", "t_4", "t_5");

  static DayQuery of(RivalRequest request) {
    return new DayQuery(
        request.jdbcUrl(),
        request.uri(),
        request.table(),
        LocalDate.parse(request.day()),
        request.extension());
  }

  /**
   * The statement.
   *
   * @param day the day as SQL, or what stands for it
   */
  String sql(String day) {
    return "SELECT %s FROM %s WHERE trx_date = %s"
        .formatted(String.join(", ", COLUMNS), table, day);
  }

  /** The schema that the table is said to be in, without quotes; empty if none is said. */
  String schemaName() {
    int dot = table.indexOf("\".\"");
    return dot < 0 ? "" : table.substring(1, dot).replace("\"\"", "\"");
  }

  /** The table's own name, without quotes. */
  String tableName() {
    int dot = table.indexOf("\".\"");
    return table.substring(dot < 0 ? 1 : dot + 3, table.length() - 1).replace("\"\"", "\"");
  }

  /** The day as SQL writes it. */
  String daySql() {
    return "DATE '%s'".formatted(day);
  }

  /**
   * A connection of PostgreSQL's driver at its best for a day: in a transaction, for outside of one
   * it fetches all at once, and values in binary from the first statement on rather than after
   * five.
   */
  Connection connect() throws SQLException {
    var settings = new Properties();
    settings.setProperty("prepareThreshold", "-1");
    var connection = DriverManager.getConnection(jdbcUrl, settings);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public String toString() {
    return "DayQuery[%s, %s]".formatted(table, day);
  }
}
