package dev.ledgerload.postgres;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.postgresql.util.PSQLState;

/** The versions of a journal's days, as {@link VersionsInstallation} keeps them. */
public final class JournalVersions {
  private static final String REWRITTEN =
      SqlScript.of(JournalVersions.class, "rewritten.sql").sql();

  private static final SqlScript OF_DAY =
      SqlScript.of(JournalVersions.class, "version-of-day.sql")
          .with("counting", counting("to_regclass(?)", "?"))
          .with("rewritten", REWRITTEN)
          .with(
              "version",
              version(
                      "sum(version) FILTER (WHERE trx_date = '-infinity')",
                      "coalesce(sum(version) FILTER (WHERE trx_date IS DISTINCT FROM '-infinity'),"
                          + " 0)")
                  .replace("'", "''"));

  private static final String OF_DAY_WITHOUT_ZONE = OF_DAY.with("agree", "true").sql();

  private static final String OF_QUERY = "SELECT " + REWRITTEN + ", NULL::name";

  private static final String END = ";COMMIT";

  /** How often {@link #counting} names the journal, before what is counted. */
  private static final int MENTIONS = 3;

  private JournalVersions() {}

  /**
   * Common table expressions, for behind {@code WITH RECURSIVE}. The last, {@code counted}, has one
   * row, or none where nothing counts the journal's changes, or not all of them: the table that
   * counts, as {@code versions regclass}, and {@code shape text}, which counts are compared within.
   * That table has rows of {@code trx_date} and {@code version}: a day's changes are the sum of its
   * own and of those without a day.
   *
   * @param journal an SQL expression of type {@code regclass}
   * @param counted {@link #counted} as an SQL expression
   */
  public static String counting(String journal, String counted) {
    return SqlScript.of(JournalVersions.class, "counting.sql")
        .with("journal", journal)
        .with("counted", counted)
        .with("trigger", VersionsInstallation.TRIGGER)
        .sql();
  }

  /**
   * What it is whose changes are counted, a text: the day's column, and its zone. Where others are
   * counted a journal has no versions.
   */
  public static String counted(JournalSchema schema) {
    return "ledgerload: changes of the days of %s%s"
        .formatted(
            schema.columnSql(schema.day()),
            schema.dayZone().map(zone -> " in " + zone.getId()).orElse(""));
  }

  /**
   * {@link DayVersion}'s text as an SQL expression, within a text for SQL's {@code format}, whose
   * first argument is {@code shape} of {@link #counting}. NULL where nobody knows any more since
   * when it is counted.
   *
   * @param start an SQL expression for the row of the day {@code -infinity}, which says since when
   * @param changes an SQL expression for the number of changes
   */
  public static String version(String start, String changes) {
    return "lpad(to_hex(hashtextextended(%%1$L, (%s)::bigint)), 16, '0') || '-' || %s"
        .formatted(start, changes);
  }

  static Optional<DayVersion> read(Connection connection, JournalSchema schema, LocalDate day)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql(schema, day))) {
      bind(statement, 1, schema, day);
      statement.execute();
      return result(statement);
    }
  }

  /** The same, and ends the transaction. */
  static Optional<DayVersion> readLast(Connection connection, JournalSchema schema, LocalDate day)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql(schema, day) + END)) {
      bind(statement, 1, schema, day);
      statement.execute();
      return result(statement);
    }
  }

  /** The same in a transaction of its own, from its beginning to its end, in one round trip. */
  static Optional<DayVersion> readAtOnce(
      SessionConnection connection, JournalSchema schema, LocalDate day, Deadline deadline)
      throws SQLException {
    connection.setDeadline(deadline);
    var beginning = PostgresSnapshot.beginning(connection);
    var sql = String.join(";", beginning) + ";" + sql(schema, day) + END;
    try (var statement = connection.connection().prepareStatement(sql)) {
      statement.setString(1, Long.toString(PostgresSnapshot.leftMillis(deadline)));
      bind(statement, 2, schema, day);
      statement.execute();
      for (int i = 0; i < beginning.size(); i++) {
        statement.getMoreResults();
      }
      return result(statement);
    }
  }

  private static String sql(JournalSchema schema, LocalDate day) {
    if (schema.isQuery()) {
      return OF_QUERY;
    }
    return schema.dayZone().isEmpty()
        ? OF_DAY_WITHOUT_ZONE
        : OF_DAY.with("agree", DayRange.agreement(schema, day)).sql();
  }

  /**
   * @param first the number of the first parameter
   */
  private static void bind(
      PreparedStatement statement, int first, JournalSchema schema, LocalDate day)
      throws SQLException {
    if (schema.isQuery()) {
      return;
    }
    for (int i = 0; i < MENTIONS; i++) {
      statement.setString(first + i, schema.tableSql());
    }
    statement.setString(first + MENTIONS, counted(schema));
    statement.setString(first + MENTIONS + 1, day.toString());
  }

  private static Optional<DayVersion> result(PreparedStatement statement) throws SQLException {
    try (var rows = statement.getResultSet()) {
      rows.next();
      requireNot(rows.getBoolean(1));
      return Optional.ofNullable(rows.getString(2)).map(DayVersion::parse);
    }
  }

  private static void requireNot(boolean rewritten) throws SQLException {
    if (rewritten) {
      throw new SQLException(
          "the table was truncated, rewritten or dropped after the load had begun: load again",
          PSQLState.OBJECT_NOT_IN_STATE.getState());
    }
  }
}
