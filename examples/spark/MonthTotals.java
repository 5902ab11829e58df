import java.io.IOException;
import java.time.YearMonth;
import org.apache.spark.sql.SparkSession;

/**
 * The totals of a month by account, as CSV. Arguments: a journal.properties, a month as 2026-03, and
 * a directory for the CSV.
 */
public final class MonthTotals {
  private MonthTotals() {}

  public static void main(String[] args) throws IOException {
    var month = YearMonth.parse(args[1]);
    try (var spark = SparkSession.builder().appName("month totals").getOrCreate()) {
      var journal = spark.read().format("ledgerload").load(args[0]);
      journal.createOrReplaceTempView("journal");
      spark
          .sql(
              """
              SELECT acc_debit AS account, sum(amount) AS total, count(*) AS entries
              FROM journal
              WHERE trx_date BETWEEN DATE '%s' AND DATE '%s'
              GROUP BY acc_debit
              ORDER BY total DESC, account
              """
                  .formatted(month.atDay(1), month.atEndOfMonth()))
          .coalesce(1)
          .write()
          .option("header", true)
          .csv(args[2]);
    }
  }
}
