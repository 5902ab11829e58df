package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.StrategyProvider;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the database is asked, and what that leaves behind in its session. */
class RankingTest {
  private static final String SETTINGS =
      "SELECT name || '=' || setting FROM pg_settings WHERE name <> 'statement_timeout' ORDER BY 1";
  private static final String CALL =
      "EXPLAIN SELECT total_amount FROM indb_test.journal_totals_gl('2026-01-31')";

  private final Journal journal = new Journal("gl");
  private PostgresSession session;

  @BeforeEach
  void open() {
    session = PostgresSession.open("indb", Journal.url(), Map.of());
  }

  @AfterEach
  void drop() {
    session.close();
    journal.close();
  }

  @Test
  void readsTheTableOrTheIndexAsAskedFor() {
    journal.install();
    journal.analyse();

    assertThat(plan(session, new FunctionRanking(true, null)))
        .contains("Index Only Scan using journal_totals_index_gl");
    assertThat(plan(session, new FunctionRanking(false, null)))
        .contains("Seq Scan on gl")
        .doesNotContain("Index");
  }

  @Test
  void hasTheServerHelpWithAsManyProcessesAsAskedFor() {
    journal.install();

    try (var eager = open("min_parallel_table_scan_size=0")) {
      assertThat(plan(eager, new FunctionRanking(false, 1))).contains("Workers Planned: 1");
      assertThat(plan(eager, new FunctionRanking(false, 0))).doesNotContain("Workers");
    }
  }

  /** A session that begins with a setting of its own. */
  private PostgresSession open(String setting) {
    var url = Journal.url().jdbcUrl() + "&options=-c%20" + setting;
    return PostgresSession.open("indb", new PostgresUrl(url), Map.of());
  }

  private String plan(PostgresSession in, Ranking ranking) {
    return String.join("\n", behind(in, ranking, CALL));
  }

  @Test
  void leavesTheSessionsSettingsAsTheyWere() {
    journal.install();
    var before = ask(SETTINGS);

    assertThat(behind(new FunctionRanking(true, 7), SETTINGS))
        .contains("jit=off", "max_parallel_workers_per_gather=7")
        .isNotEqualTo(before);
    assertThat(ask(SETTINGS)).isEqualTo(before);
  }

  @Test
  void leavesTheSessionsSettingsAsTheyWereWhereItFails() {
    journal.install();
    var before = ask(SETTINGS);

    assertThatThrownBy(() -> behind(new FunctionRanking(true, 7), "SELECT 1 FROM nowhere"))
        .isInstanceOf(JournalLoadException.class);
    assertThat(ask(SETTINGS)).isEqualTo(before);
  }

  @Test
  void onlyEverRaisesTheMemoryThatTheServerAllows() {
    journal.install();
    try (var generous = open("work_mem=300MB")) {
      assertThat(behind(generous, new FunctionRanking(true, null), SETTINGS))
          .contains("work_mem=307200");
    }
    assertThat(behind(new FunctionRanking(true, null), SETTINGS)).contains("work_mem=65536");
  }

  /** As it was called before, so that what was written then goes on. */
  @Test
  void takesTheTableForTheFunction() {
    assertThatThrownBy(() -> journal.totals(Map.of("from", "table")))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("journal_totals_gl");
    journal.install();
    assertThat(journal.totals(Map.of("from", "table"))).isEqualTo(journal.totals(Map.of()));
  }

  @Test
  void asksWithoutAnythingInstalledByTheSameSettings() {
    assertThat(behind(new GroupByRanking(new PlanSettings(null, 3)), SETTINGS))
        .contains(
            "jit=off",
            "parallel_setup_cost=0",
            "max_parallel_workers_per_gather=3",
            "enable_indexonlyscan=on");
    assertThat(new IndbSourceProvider().variants())
        .filteredOn(variant -> new IndbSourceProvider().installation(variant).isEmpty())
        .extracting(StrategyProvider.Variant::name)
        .containsExactly("group-by");
    assertThat(Journal.objects()).noneMatch(name -> name.contains("journal_totals"));
  }

  @Test
  void readsTheUsualView() {
    journal.install();
    UsualView.make(journal.config(), Journal.DAY);

    assertThat(journal.totals(Map.of("from", "view"))).isEqualTo(journal.totals(Map.of()));
  }

  @Test
  void readsAViewOfAnotherName() {
    journal.install();
    Journal.execute(
        """
        CREATE VIEW indb_test.pairs AS SELECT trx_date, acc_debit, acc_credit, sum(amount) AS total_amount,
          count(*) AS entry_count
        FROM indb_test.gl GROUP BY 1, 2, 3
        """);

    assertThat(journal.totals(Map.of("from", "view", "view", "indb_test.pairs")))
        .isEqualTo(journal.totals(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trx_date     | timestamp        | must be date",
        "acc_debit    | bytea            | is of another type than the journal's",
        "acc_credit   | json             | can't be grouped by it",
        "entry_count  | numeric          | must be bigint",
        "total_amount | double precision | must be numeric"
      })
  void refusesAViewThatIsOfOtherTypes(String column, String type, String allowed) {
    var columns =
        "trx_date, acc_debit, acc_credit, total_amount, entry_count"
            .replace(column, "%1$s::%2$s AS %1$s".formatted(column, type));
    Journal.execute(
        "CREATE VIEW indb_test.sums AS SELECT trx_date, acc_debit, acc_credit, sum(amount) AS"
            + " total_amount, count(*) AS entry_count FROM indb_test.gl GROUP BY 1, 2, 3",
        "CREATE VIEW indb_test.pairs AS SELECT %s FROM indb_test.sums".formatted(columns));

    assertThatThrownBy(() -> journal.totals(Map.of("from", "view", "view", "indb_test.pairs")))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("\"%s\" of \"indb_test\".\"pairs\"".formatted(column))
        .hasMessageContaining(allowed);
  }

  @ParameterizedTest
  @CsvSource({"0.00000000001, 11", "12345678901234567890123456789, 9"})
  void namesTheOptionThatHoldsMoreDigitsThanAreAssumed(String amount, String scale) {
    Journal.execute(
        "ALTER TABLE indb_test.gl ALTER amount TYPE numeric",
        "INSERT INTO indb_test.gl VALUES ('2026-01-31', 'odd', 'c1', %s)".formatted(amount));
    journal.install();

    assertThatThrownBy(() -> journal.totals(Map.of()))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("acc_debit odd, acc_credit c1")
        .hasMessageContaining("untyped-numeric=38," + scale);
    assertThat(journal.totals(Map.of("untyped-numeric", "38," + scale)).groups())
        .anySatisfy(group -> assertThat(group.keys()).startsWith("odd"));
  }

  /** An empty answer would look like a day without entries. */
  @Test
  void refusesADayThatTheViewDoesNotHold() {
    UsualView.make(journal.config(), Journal.DAY.plusDays(1));

    assertThatThrownBy(() -> journal.totals(Map.of("from", "view")))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNAVAILABLE))
        .hasMessageContaining("begins at 2026-02-01");
  }

  @Test
  void refusesAViewThatIsMissing() {
    assertThatThrownBy(() -> journal.totals(Map.of("from", "view")))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNAVAILABLE))
        .hasMessageContaining("ledgerload install mv");
  }

  @Test
  void refusesOptionsThatCanNotBeMeant() {
    assertRefused(
        Map.of("from", "index"), "from must be group-by, function, covering-index or view");
    assertRefused(Map.of("workers", "65"), "workers must be a number from 0 to 64, not \"65\"");
    assertRefused(Map.of("workers", "two"), "workers must be a number from 0 to 64, not \"two\"");
    assertRefused(Map.of("timeout", "soon"), "timeout must be a duration");
    assertRefused(Map.of("timeout", "PT0S"), "timeout must be a duration of more than zero");
    assertRefused(Map.of("untyped-numeric", "39"), "untyped-numeric must be");
  }

  private void assertRefused(Map<String, String> options, String why) {
    assertThatThrownBy(() -> journal.totals(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private List<String> behind(Ranking ranking, String sql) {
    return behind(session, ranking, sql);
  }

  /** What a query answers in the transaction in which the ranking was prepared. */
  private List<String> behind(PostgresSession in, Ranking ranking, String sql) {
    return in.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> {
          var connection = snapshot.connection();
          var groups =
              GroupsSql.describe(connection, "indb", journal.schema(), NumericShape.DEFAULT);
          ranking.prepare(snapshot, groups, Journal.DAY);
          return texts(snapshot.connection(), sql);
        });
  }

  private List<String> ask(String sql) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> texts(snapshot.connection(), sql));
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
