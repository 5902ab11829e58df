package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spark.SparkProcess.Failure;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters, types and refusals, by the newest version. */
class SparkQueriesTest extends SparkCases {
  @BeforeAll
  static void start() {
    use(SparkProcess.newest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trx_date = DATE '2026-01-03'",
        "trx_date IN (DATE '2026-01-01', DATE '2026-01-04', DATE '2030-01-01')",
        "trx_date BETWEEN DATE '2026-01-02' AND DATE '2026-01-03'",
        "trx_date > DATE '2026-01-02'",
        "trx_date <= DATE '2026-01-02'",
        "trx_date < DATE '2026-01-01'",
        "trx_date = DATE '2026-01-01' OR trx_date >= DATE '2026-01-04'",
        "DATE '2026-01-03' <= trx_date AND trx_date <> DATE '2026-01-04'",
        "trx_date = DATE '2026-01-02' AND acc_debit IN ('100000', '115838', 'nobody', '')",
        "trx_date = DATE '2026-01-02' AND amount > 100 AND t_1 IS NULL",
        "trx_date = DATE '2026-01-02' AND id = 3003",
        "trx_date = DATE '2026-01-02' AND acc_debit < acc_credit",
      })
  void countsAndSumsWhatAFilterLeaves(String filter) throws SQLException {
    requireSame(
        "SELECT count(*), count(t_1), sum(amount) FROM journal WHERE " + filter,
        "SELECT count(*), count(t_1), sum(amount) FROM journal WHERE "
            + filter.replace("acc_debit < acc_credit", "acc_debit COLLATE \"C\" < acc_credit"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          b     | b::text
          i2    | i2::text
          i4    | i4::text
          i8    | i8::text
          n     | n::text
          small | small::text
          t     | t
          v     | v::text
          e     | e::text
          u     | u::text
          d     | d::text
          ts    | ts::text
          tz    | (tz AT TIME ZONE 'UTC')::text
          tm    | tm::text
          j     | j::text
          k     | k::text
          ku    | ku::text
          kn    | kn::text
          """)
  void everyTypeIsHeldExactly(String column, String databases) throws SQLException {
    requireSame(
        "SELECT id, cast(%s AS string) FROM typed WHERE d >= DATE '2026-01-01'".formatted(column),
        "SELECT id, %s FROM typed_ledger".formatted(databases));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ku", "kn", "k"})
  void keysOfAnyTypeAreGroupedAndFound(String key) throws SQLException {
    requireSame(
        "SELECT %1$s, sum(small) FROM typed WHERE d >= DATE '2026-01-01' GROUP BY %1$s"
            .formatted(key),
        "SELECT %1$s, sum(small) FROM typed_ledger GROUP BY %1$s".formatted(key));
    var some = ledgers.ask("SELECT max(%s::text) FROM typed_ledger".formatted(key)).get(0);
    requireSame(
        "SELECT count(*) FROM typed WHERE d >= DATE '2026-01-01' AND %s = '%s'"
            .formatted(key, some),
        "SELECT count(*) FROM typed_ledger WHERE %s::text = '%s'".formatted(key, some));
  }

  @Test
  void distinctKeysAreTheDatabases() throws SQLException {
    requireSame("SELECT DISTINCT acc_debit FROM journal WHERE trx_date = " + DAY);
    requireSame("SELECT count(DISTINCT acc_debit) FROM journal WHERE trx_date = " + DAY);
  }

  /** Moments that lie in a day of Berlin's, of which one has 23 hours; filters name moments. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "at >= TIMESTAMP '2026-03-29 00:00:00+02:00'",
        "at < TIMESTAMP '2026-03-28 23:00:00+00:00'",
        "at BETWEEN TIMESTAMP '2026-03-28 22:59:59.999999+00:00' AND TIMESTAMP '2026-03-29 22:00:00+00:00'",
        "at IN (TIMESTAMP '2026-03-29 21:45:00+00:00', TIMESTAMP '2026-03-28 22:45:00+00:00')",
        "at IS NOT NULL",
      })
  void daysMayBeMomentsOfAZone(String filter) throws SQLException {
    ledgers.execute(
        """
        CREATE TABLE IF NOT EXISTS moments AS
        SELECT i AS id, TIMESTAMPTZ '2026-03-27 23:00:00+00' + i * interval '15 minutes' AS at,
          i % 3 AS k, i * 0.01::numeric(8, 2) AS amount
        FROM generate_series(0, 300) AS i""");
    spark.view(
        "moments",
        Map.of(
            "url", ledgers.url(),
            "table", "moments",
            "day", "at",
            "day.zone", "Europe/Berlin",
            "keys", "k",
            "measures", "amount",
            "column.amount.numeric", "20,2",
            "columns", "id"));
    var databases = filter.replace("TIMESTAMP", "TIMESTAMPTZ"); // which heeds the offset
    requireSame(
        "SELECT id, k FROM moments WHERE " + filter,
        "SELECT id, k FROM moments WHERE " + databases);
    var sums = "SELECT k, sum(amount), count(*) FROM moments WHERE %s GROUP BY k";
    requireSame(sums.formatted(filter), sums.formatted(databases));
  }

  @Test
  void noMoreConnectionsAreOpenThanAreAllowed() throws Exception {
    Map<String, String> options = new HashMap<>(ledgers.options(TestLedgers.VERSIONED));
    options.put("connections", "1");
    options.put("filter", "pg_sleep(0.0001) IS NOT NULL"); // so that tasks meet
    spark.view("bounded", options);
    ledgers.requireNoConnectionSoon();
    var answer =
        CompletableFuture.supplyAsync(
            () -> spark.sql("SELECT count(*) FROM bounded WHERE id + 0 > 0"));
    int most = 0;
    while (!answer.isDone()) {
      most = Math.max(most, ledgers.connections());
    }
    assertThat(most).isEqualTo(1);
    assertThat(answer.get()).containsExactly("12000");
  }

  @Test
  void aTaskAfterTheLeaseFailsRatherThanReadAnotherState() {
    Map<String, String> options = new HashMap<>(ledgers.options(TestLedgers.PLAIN));
    options.put("lease", "100ms");
    options.put("filter", "pg_sleep(0.0002) IS NOT NULL"); // two of four days take longer
    spark.view("leased", options);
    assertThatThrownBy(() -> spark.sql("SELECT sum(id) FROM leased WHERE id + 0 > 0"))
        .hasMessageContaining("the session that gave its snapshot to this one is gone");
  }

  @Test
  void joinsAJournalWithItself() throws SQLException {
    requireSame(
        "SELECT count(*) FROM journal a JOIN journal b ON a.acc_debit = b.acc_credit"
            + " WHERE a.trx_date = DATE '2026-01-01' AND b.trx_date = DATE '2026-01-02' AND a.amount > b.amount");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          partitons=2               | ledgerload has no option "partitons"; there are: [connections, journal, lease
          partitions=none           | ledgerload's option partitions must be a number from 1 to 100000, not "none"
          snapshot=old              | ledgerload's option snapshot must be auto, versions or exported, not "old"
          journal=a.properties      | say what the journal is in one way
          table=nowhere             | nowhere
          day=nothing               | there is no column "nothing"
          url=jdbc:mysql://here     | a PostgreSQL URL must start with jdbc:postgresql:
          measures=t_1              | t_1
          """)
  void refusesWhatCantBeReadByName(String option, String message) {
    Map<String, String> options = new HashMap<>(ledgers.options(TestLedgers.PLAIN));
    int equals = option.indexOf('=');
    options.put(option.substring(0, equals), option.substring(equals + 1));
    assertThatThrownBy(() -> spark.view("refused", options))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("password=" + password());
  }

  private static String password() {
    return ledgers.url().replaceFirst(".*password=([^&]*).*", "$1");
  }

  @Test
  void readsAForeignTableADayAtATimeOrNotAtAll() throws SQLException {
    ledgers.execute(
        """
        CREATE EXTENSION IF NOT EXISTS postgres_fdw;
        DO 'BEGIN
          EXECUTE format(''CREATE SERVER IF NOT EXISTS loopback FOREIGN DATA WRAPPER postgres_fdw
            OPTIONS (host %L, port %L, dbname %L)'',
            ''127.0.0.1'', current_setting(''port''), current_database());
          EXECUTE format(''CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER loopback
            OPTIONS (user %L, password %L)'', current_user, ''PASSWORD'');
        END';
        CREATE FOREIGN TABLE IF NOT EXISTS far (LIKE plain_entries) SERVER loopback
          OPTIONS (table_name 'plain_entries')"""
            .replace("PASSWORD", password()));
    spark.view("far", ledgers.options("far"));
    requireSame("SELECT count(*), sum(id) FROM far WHERE id + 0 > 0 AND trx_date = " + DAY);
    assertThatThrownBy(() -> spark.sql("SELECT count(*) FROM far"))
        .hasMessageContaining("is a foreign table, or shows one");
  }

  @Test
  void refusesByNameWhatSparkHasNoTypeFor() {
    Map<String, String> options = new HashMap<>(TypedLedger.options(ledgers.url()));
    options.put("columns", "id,huge");
    assertThatThrownBy(() -> spark.view("refused", options))
        .hasMessageContaining("column huge has numbers of")
        .hasMessageContaining("leave it out");
  }

  @Test
  void refusesEntriesWithoutADayUnlessTheQueryLeavesThemOut() throws SQLException {
    ledgers.execute("CREATE TABLE IF NOT EXISTS dayless AS SELECT * FROM plain_entries LIMIT 3");
    ledgers.execute("UPDATE dayless SET trx_date = NULL WHERE id = (SELECT min(id) FROM dayless)");
    spark.view("dayless", ledgers.options("dayless"));
    assertThatThrownBy(() -> spark.sql("SELECT count(*) FROM dayless"))
        .hasMessageContaining("has entries without a day");
    assertThat(spark.sql("SELECT count(*) FROM dayless WHERE trx_date IS NOT NULL"))
        .containsExactly("2");
  }
}
