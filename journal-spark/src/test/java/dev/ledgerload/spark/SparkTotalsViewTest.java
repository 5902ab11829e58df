package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.loader.mv.MvInstallation;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Totals of days that the view of {@code ledgerload install mv} has as they are now. Amounts of the
 * journal are changed and its versions set back, so that it can be seen which of both was read.
 */
class SparkTotalsViewTest extends SparkCases {
  private static final JournalSchema VIEWED = JournalSchema.GL_ENTRIES.withTable("viewed");

  /** What the view has, in a table. */
  private static final String AS_IN_VIEW = "plain_entries";

  @BeforeAll
  static void start() {
    use(SparkProcess.newest());
  }

  @BeforeEach
  void makeJournal() throws SQLException {
    ledgers.execute("DROP TABLE IF EXISTS viewed CASCADE");
    ledgers.execute("CREATE TABLE viewed AS SELECT * FROM plain_entries");
    ledgers.installVersions(VIEWED);
    ledgers.install(new MvInstallation(), VIEWED, Map.of("window-days", "all"));
    ledgers.execute("UPDATE viewed SET amount = amount + 1");
    ledgers.execute("INSERT INTO journal_versions_viewed SELECT DISTINCT trx_date, -1 FROM viewed");
    spark.view("viewed", ledgers.options("viewed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT acc_debit, acc_credit, sum(amount), count(*) FROM viewed"
            + " WHERE trx_date = DATE '2026-01-02' GROUP BY acc_debit, acc_credit",
        "SELECT acc_debit, sum(amount), count(*) FROM viewed"
            + " WHERE trx_date >= DATE '2026-01-02' GROUP BY acc_debit",
        "SELECT trx_date, count(*), sum(amount) FROM viewed GROUP BY trx_date",
        "SELECT sum(amount), count(*) FROM viewed WHERE trx_date = DATE '2026-01-02'",
        "SELECT acc_credit, sum(amount) FROM viewed WHERE trx_date = DATE '2026-01-02'"
            + " AND acc_debit IN ('100000', '115838', 'nobody') GROUP BY acc_credit",
      })
  void comeFromTheView(String sql) throws SQLException {
    requireSame(sql, sql.replace("viewed", AS_IN_VIEW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT t_1, sum(amount) FROM viewed WHERE trx_date = DATE '2026-01-02' GROUP BY t_1",
        "SELECT sum(amount), count(t_1) FROM viewed WHERE trx_date = DATE '2026-01-02'",
        "SELECT sum(id), sum(amount) FROM viewed WHERE trx_date = DATE '2026-01-02'",
        "SELECT sum(amount) FROM viewed WHERE trx_date = DATE '2026-01-02' AND id IN (3001, 3002)",
      })
  void thatItCanNotSayComeFromTheJournal(String sql) throws SQLException {
    requireSame(sql);
  }

  @Test
  void ofADayThatHasChangedComeFromTheJournal() throws SQLException {
    ledgers.execute(
        "UPDATE viewed SET amount = amount + 5 WHERE trx_date = DATE '2026-01-03' AND acc_debit <> ''");
    requireSame(
        "SELECT trx_date, sum(amount) FROM viewed GROUP BY trx_date",
        "SELECT trx_date, sum(amount) FROM viewed WHERE trx_date = '2026-01-03' GROUP BY trx_date"
            + " UNION ALL SELECT trx_date, sum(amount) FROM plain_entries"
            + " WHERE trx_date <> '2026-01-03' GROUP BY trx_date");
  }

  @Test
  void comeFromTheJournalWhereASnapshotIsHeld() throws SQLException {
    var options = new HashMap<>(ledgers.options("viewed"));
    options.put("snapshot", "exported");
    spark.view("viewed", options);
    requireSame("SELECT sum(amount), count(*) FROM viewed");
  }

  /** As somebody's who takes other columns for keys, or for measures. */
  @ParameterizedTest
  @CsvSource({"keys, acc_debit", "measures, id"})
  void comeFromTheJournalWhereTheViewIsOfAnotherSchema(String setting, String column)
      throws SQLException {
    var options = new HashMap<>(ledgers.options("viewed"));
    options.put(setting, column);
    options.put("codes", "t_1");
    options.put("columns", setting.equals("keys") ? "acc_credit" : "amount");
    spark.view("other", options);
    var sql = "SELECT acc_debit, sum(amount), count(*) FROM viewed GROUP BY acc_debit";
    requireSame(sql.replace("viewed", "other"), sql);
  }

  @Test
  void areNoneOfADayWithoutEntries() {
    assertThat(
            spark.sql(
                "SELECT sum(amount), count(*) FROM viewed WHERE trx_date = DATE '2026-02-01'"))
        .containsExactly("null\t0");
  }
}
