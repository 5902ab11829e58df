package dev.ledgerload.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code ledgerload}: a journal in PostgreSQL as a table.
 *
 * <pre>{@code
 * spark.read().format("ledgerload").load("journal.properties").createOrReplaceTempView("journal");
 * spark.sql("SELECT account_id, sum(debit) FROM journal"
 *     + " WHERE date BETWEEN '2026-03-01' AND '2026-03-31' GROUP BY account_id");
 * }</pre>
 *
 * <table>
 *   <caption>Options</caption>
 *   <tr><th>option</th><th>value</th></tr>
 *   <tr><td>{@code journal}</td><td>a {@code journal.properties} on the driver; what {@code load}
 *       is given is the same. Or else the settings of such a file, as {@code table} and {@code
 *       day}</td></tr>
 *   <tr><td>{@code url}</td><td>the database, a JDBC URL of PostgreSQL; without it, the driver's
 *       environment says it as LEDGERLOAD_POSTGRES_URL. Neither plan nor UI shows it</td></tr>
 *   <tr><td>{@code timeout}</td><td>how long a task may take to load its part; default
 *       10m</td></tr>
 *   <tr><td>{@code partitions}</td><td>how many parts there are to be, 1 to 100000, if there are fewer
 *       days. Without it as many as Spark's default parallelism, as far as dividing a day
 *       pays</td></tr>
 *   <tr><td>{@code connections}</td><td>how many connections an executor has at a time, 1 to 256;
 *       default: as many as it runs tasks</td></tr>
 *   <tr><td>{@code snapshot}</td><td>how all tasks see one state of the database: {@code versions},
 *       by the days' versions, which a database keeps after {@code ledgerload install versions};
 *       {@code exported}, by a transaction that the driver holds open meanwhile; {@code auto}, the
 *       default, by versions where there are any</td></tr>
 *   <tr><td>{@code lease}</td><td>for how long the driver holds an exported snapshot that no task
 *       has begun or ended under; default 10m</td></tr>
 * </table>
 *
 * <p>Columns are the journal's, by its names. Of what Spark has no type for, {@code time} and
 * {@code uuid} are strings, as PostgreSQL writes them, and so is JSON; {@code numeric} of more than
 * 38 digits is refused by name. Days are read that a filter names: by {@code =}, {@code IN} or a
 * range that is open at one end at most.
 */
public final class LedgerloadSource implements TableProvider, DataSourceRegister {
  static final String NAME = "ledgerload";

  /** For Spark. */
  public LedgerloadSource() {}

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return SparkTypes.of(JournalRead.of(options).shape().columns());
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new SparkJournal(JournalRead.of(new CaseInsensitiveStringMap(properties)), schema);
  }
}
