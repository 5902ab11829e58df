package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.spi.JournalLoadException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * By the function that is installed.
 *
 * @param byIndex whether to read the covering index rather than the table
 * @param workers the server's processes that may help; null for as many as it allows
 */
record FunctionRanking(boolean byIndex, @Nullable Integer workers) implements Ranking {
  /** What is installed, and settings, in one round trip. */
  private static final String PREPARE =
      """
      SELECT
        obj_description(to_regprocedure(?), 'pg_proc'),
        (SELECT obj_description(indexrelid, 'pg_class') FROM pg_index
          WHERE indexrelid = to_regclass(?) AND indrelid = ? AND indisvalid),
      """
          + PlanSettings.SQL;

  @Override
  public String prepare(Connection connection, GroupsSql journal, LocalDate day)
      throws SQLException {
    // The function goes by the server's clocks.
    journal.shape().requireClocksAgree(connection, IndbSourceProvider.STRATEGY, day);
    var sql = new TotalsSql(journal);
    var installed = Companions.of(connection, journal.schema());
    try (var statement = connection.prepareStatement(PREPARE)) {
      statement.setString(1, installed.functionSignature());
      statement.setString(2, installed.index());
      statement.setLong(3, installed.journal().oid());
      new PlanSettings(byIndex, workers).bind(statement, 4);
      try (var row = statement.executeQuery()) {
        row.next();
        requireFunction(sql, installed, row.getString(1));
        if (byIndex) {
          require("index " + installed.index(), sql.createIndex(installed), row.getString(2));
        }
      }
    }
    return sql.call(installed, day);
  }

  /**
   * Refuses what isn't the function that these columns need.
   *
   * @param stamp the comment on it; null if there is none
   * @throws JournalLoadException of kind {@code UNSUPPORTED}
   */
  static void requireFunction(TotalsSql sql, Companions installed, @Nullable String stamp) {
    require("function " + installed.function(), sql.createFunction(installed), stamp);
  }

  private static void require(String what, String definition, @Nullable String stamp) {
    if (!TotalsSql.stamp(definition).equals(stamp)) {
      throw new JournalLoadException(
          UNSUPPORTED,
          IndbSourceProvider.STRATEGY,
          "the %s isn't there, or isn't made for this journal's columns: run".formatted(what)
              + " \"ledgerload install indb\" for it, or total by from=group-by, which needs none");
    }
  }
}
