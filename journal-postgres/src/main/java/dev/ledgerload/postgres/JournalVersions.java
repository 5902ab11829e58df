package dev.ledgerload.postgres;

import dev.ledgerload.spi.JournalLayout;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.OptionalLong;

/** The versions of a journal's days, as {@link VersionsInstallation} keeps them. */
public final class JournalVersions {
  /*
   * Whoever installed the triggers on a table named where they count, by the name of their
   * function: it is that of the table. So a table that was put in the journal's place, under its
   * name but without the triggers, has no versions rather than those of the one before. Nor has one
   * whose triggers are switched off.
   */
  private static final String OF_JOURNAL =
      """
      SELECT c.oid::regclass
      FROM pg_trigger t
      JOIN pg_proc f ON f.oid = t.tgfoid
      JOIN pg_class c ON c.relname = f.proname AND c.relnamespace = f.pronamespace
      WHERE t.tgrelid = %s AND t.tgname ~ '^%s_(insert|update|delete|truncate)$' AND t.tgenabled <> 'D'
      GROUP BY c.oid HAVING count(*) = 4""";

  private static final String OF_DAY =
      SqlScript.of(JournalVersions.class, "version-of-day.sql")
          .with("versions_of_journal", tableOf("to_regclass(?)"))
          .sql();

  private JournalVersions() {}

  /**
   * A query for the table that counts a journal's changes, as {@code regclass}; it gives no row
   * where none are counted. The table has rows of {@code trx_date} and {@code version}: a day's
   * version is the sum of its own and of those without a day.
   *
   * @param journal an SQL expression of type {@code regclass}
   */
  public static String tableOf(String journal) {
    return OF_JOURNAL.formatted(journal, VersionsInstallation.TRIGGER);
  }

  static OptionalLong read(Connection connection, JournalLayout layout, LocalDate day)
      throws SQLException {
    try (var statement = connection.prepareStatement(OF_DAY)) {
      statement.setString(1, layout.tableSql());
      statement.setString(2, layout.tableSql());
      statement.setString(3, day.toString());
      statement.execute(); // the settings; behind them the block, which has no rows
      statement.getMoreResults();
      statement.getMoreResults();
      try (var rows = statement.getResultSet()) {
        rows.next();
        var version = rows.getString(1);
        return version.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(version));
      }
    }
  }
}
