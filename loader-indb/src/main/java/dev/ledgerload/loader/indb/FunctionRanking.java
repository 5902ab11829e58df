package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By the function that is installed.
 *
 * @param byIndex whether to read the covering index rather than the table
 * @param workers the server's processes that may help; null for as many as it allows
 */
record FunctionRanking(boolean byIndex, @Nullable Integer workers) implements Ranking {
  @Override
  public List<Question<?>> questions(JournalSchema journal, LocalDate day) {
    return journal.isQuery() ? List.of() : List.of(installed(journal));
  }

  private Installed installed(JournalSchema journal) {
    return new Installed(journal.tableSql(), new PlanSettings(byIndex, workers));
  }

  @Override
  public String prepare(PostgresSnapshot snapshot, GroupsSql journal, LocalDate day)
      throws SQLException {
    // The function goes by the server's clocks.
    journal.shape().requireClocksAgree(snapshot.connection(), IndbSourceProvider.STRATEGY, day);
    var sql = new TotalsSql(journal);
    var stamps =
        journal.schema().isQuery()
            ? Installed.NOTHING // which is refused below
            : snapshot.ask(installed(journal.schema()));
    var companions =
        stamps.journal() == null
            ? Companions.of(snapshot.connection(), journal.schema())
            : new Companions(stamps.journal());
    requireFunction(sql, companions, stamps.function());
    if (byIndex) {
      require("index " + companions.index(), sql.createIndex(companions), stamps.index());
    }
    return sql.call(companions, day);
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
