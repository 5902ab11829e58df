package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of a ledger with other keys and measures, as Odoo has them, from proposal to report. */
@Tag("processes")
class ForeignJournalBenchTest {
  private static final String LEDGER =
      """
      DROP SCHEMA IF EXISTS foreign_bench CASCADE;
      CREATE SCHEMA foreign_bench;
      CREATE TABLE foreign_bench.account_move_line (id serial PRIMARY KEY, move_id int, move_name varchar, parent_state varchar, date date, ref varchar,
        account_id int, name varchar, debit numeric, credit numeric, balance numeric, company_id int, create_date timestamp);
      INSERT INTO foreign_bench.account_move_line (move_id, move_name, parent_state, date, account_id, name, debit, credit, balance, company_id)
        SELECT i/2, 'INV/' || i/2, CASE WHEN i % 10 = 0 THEN 'draft' ELSE 'posted' END, DATE '2026-03-01' + i % 3, nullif(100 + i % 9, 105), 'line ' || i,
          CASE WHEN i % 2 = 0 THEN i / 100.0 ELSE 0 END, CASE WHEN i % 2 = 1 THEN i / 100.0 ELSE 0 END, CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END * i / 100.0, 1
        FROM generate_series(1, 3000) i;
      ANALYZE foreign_bench.account_move_line;
      """;

  @TempDir static Path directory;
  private static JournalTestbed testbed;
  private static CommandLineRun run;
  private static RunResults results;

  @BeforeAll
  static void measure() throws SQLException, IOException {
    testbed = JournalTestbed.start();
    execute(LEDGER);
    var url = testbed.postgresUrl().jdbcUrl();
    var journal = directory.resolve("journal.properties");
    var table = "foreign_bench.account_move_line";
    var init =
        CommandLineRun.of(
            "init", "--postgres-url", url, "--table", table, "--output", journal.toString());
    assertThat(init.exitCode()).as(init.err()).isZero();
    Files.writeString(journal, Files.readString(journal) + "\nfilter=parent_state = 'posted'\n");
    run =
        CommandLineRun.of(
            "bench",
            "--preset=smoke",
            "--strategies=copy,select,indb,mv,memory,flight",
            "--postgres-url",
            url,
            "--journal=" + journal,
            "--day=2026-03-02",
            "--output=" + directory);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    results = RunResults.read(directory.resolve("latest/results.json"));
  }

  @AfterAll
  static void dropLedger() throws SQLException {
    execute("DROP SCHEMA foreign_bench CASCADE");
    testbed.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void measuresWhatFitsAndLeavesOutWhatIsNotInstalled() {
    assertThat(results.cells())
        .allMatch(Cell::verified)
        .extracting(cell -> cell.id().strategy() + " " + cell.id().variant())
        .contains(
            "drain one-stream",
            "select plain",
            "select tuned",
            "copy one-stream",
            "copy two-streams",
            "indb group-by",
            "memory off-heap",
            "flight one-stream");
    assertThat(results.cells())
        .extracting(cell -> cell.id().processor())
        .contains("kernel", "duckdb");
    assertThat(run.out())
        .contains("note: mv view is left out: ", "note: indb function is left out: ");
  }

  @Test
  void saysWhatWasMeasured() throws IOException {
    assertThat(results.environment().journal())
        .containsEntry("table", "foreign_bench.account_move_line")
        .containsEntry("keys", "account_id")
        .containsEntry("measures", "debit, credit, balance")
        .containsEntry("filter", "parent_state = 'posted'")
        .containsEntry("day", "2026-03-02");
    for (var file : List.of("report.html", "summary.md")) {
      assertThat(directory.resolve("latest").resolve(file))
          .content()
          .doesNotContain("account pairs");
    }
  }
}
