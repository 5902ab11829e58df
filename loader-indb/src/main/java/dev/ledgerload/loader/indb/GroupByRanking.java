package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** By a query that the database gets with the question: nothing needs to be installed. */
record GroupByRanking(PlanSettings settings) implements Ranking {
  @Override
  public List<Question<?>> questions(JournalSchema journal, LocalDate day) {
    return List.of(settings);
  }

  @Override
  public String prepare(PostgresSnapshot snapshot, GroupsSql journal, LocalDate day)
      throws SQLException {
    snapshot.ask(settings);
    return new TotalsSql(journal)
        .totals(journal.schema().fromSql(), journal.shape().entriesOfSql(day));
  }
}
