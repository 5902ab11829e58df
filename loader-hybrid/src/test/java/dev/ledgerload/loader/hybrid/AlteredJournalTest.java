package dev.ledgerload.loader.hybrid;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A source that has been open for long, and holds the day, gives the right answer after anything
 * that was done to the table meanwhile.
 */
@Tag("churn")
class AlteredJournalTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final JournalQuery QUERY = JournalQuery.entriesForTotals(DAY);

  /** So often that the driver has prepared its statements. */
  private static final int OFTEN = 10;

  private static final List<String> CHANGES =
      List.of(
          "ALTER TABLE %1$s ALTER COLUMN amount TYPE numeric(20,4) USING amount * 2.5",
          "ALTER TABLE %1$s ALTER COLUMN acc_debit TYPE varchar(40) USING upper(acc_debit)",
          "ALTER TABLE %1$s DROP COLUMN amount; ALTER TABLE %1$s ADD COLUMN amount numeric(9,3) DEFAULT 7.125",
          "ALTER TABLE %1$s RENAME COLUMN acc_debit TO acc; ALTER TABLE %1$s RENAME COLUMN acc_credit TO acc_debit;"
              + " ALTER TABLE %1$s RENAME COLUMN acc TO acc_credit",
          "ALTER TABLE %1$s RENAME TO %1$s_old;"
              + " CREATE TABLE %1$s AS SELECT id, trx_date, acc_debit, acc_credit, amount * 3 AS amount FROM %1$s_old",
          "ALTER TABLE %1$s DISABLE TRIGGER ALL; DELETE FROM %1$s WHERE id = 3; ALTER TABLE %1$s ENABLE TRIGGER ALL",
          "CREATE TABLE %1$s_more () INHERITS (%1$s); INSERT INTO %1$s_more SELECT * FROM ONLY %1$s",
          "TRUNCATE %1$s",
          "CREATE INDEX ON %1$s (trx_date); ANALYZE %1$s; UPDATE %1$s SET amount = 8 WHERE id = 3");

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  /** What the rows hold that matters here, in order. */
  private List<String> loaded(HybridJournalSource source) {
    List<String> rows = new ArrayList<>();
    try (var table = source.load(QUERY)) {
      for (var entry : JournalEntry.of(table)) {
        rows.add(text(entry.accDebit(), entry.accCredit(), entry.amount()));
      }
    }
    rows.sort(null);
    return rows;
  }

  private List<String> inDatabase() {
    List<String> rows = new ArrayList<>();
    try (var connection = Servers.connect();
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT acc_debit, acc_credit, amount FROM %s WHERE trx_date = '%s'"
                    .formatted(journal.tableSql(), DAY))) {
      while (result.next()) {
        rows.add(text(result.getString(1), result.getString(2), result.getBigDecimal(3)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test's own SQL failed: " + e.getMessage(), e);
    }
    rows.sort(null);
    return rows;
  }

  private static String text(
      @Nullable String debit, @Nullable String credit, @Nullable BigDecimal amount) {
    return "%s %s %s"
        .formatted(debit, credit, requireNonNull(amount).stripTrailingZeros().toPlainString());
  }

  private static Stream<Arguments> sourcesAndChanges() {
    return Stream.of("copy", "select")
        .flatMap(source -> CHANGES.stream().map(change -> Arguments.of(source, change)));
  }

  @ParameterizedTest
  @MethodSource("sourcesAndChanges")
  void answersRightlyWhateverWasDone(String last, String change) {
    Servers.execute(
        "INSERT INTO %s (id, trx_date, acc_debit, acc_credit, amount) SELECT i, '%s', 'd' || i, 'c' || i, i FROM generate_series(1, 9) i"
            .formatted(journal.tableSql(), DAY));
    Servers.installVersions(journal, allocator);
    try (var source =
        HybridJournalSource.open(
            Servers.config(allocator)
                .withSchema(journal)
                .withOptions(Map.of("tiers", "memory," + last, "freshness", "version")),
            LoadRecorder.NONE)) {
      for (int i = 0; i < OFTEN; i++) {
        assertThat(loaded(source)).hasSize(9).isEqualTo(inDatabase());
        source.invalidate(DAY);
      }
      loaded(source);

      Servers.execute(change.formatted(journal.tableSql().replace("\"", "")));

      for (int i = 0; i < OFTEN; i++) {
        assertThat(loaded(source)).isEqualTo(inDatabase());
      }
    }
  }
}
