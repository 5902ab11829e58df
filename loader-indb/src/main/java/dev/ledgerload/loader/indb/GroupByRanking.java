package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/** By a query that the database gets with the question: nothing needs to be installed. */
record GroupByRanking(PlanSettings settings) implements Ranking {
  @Override
  public String prepare(Connection connection, GroupsSql journal, LocalDate day)
      throws SQLException {
    try (var statement = connection.prepareStatement("SELECT\n" + PlanSettings.SQL)) {
      settings.bind(statement, 1);
      statement.execute();
    }
    return new TotalsSql(journal)
        .totals(journal.schema().fromSql(), journal.shape().entriesOfSql(day));
  }
}
