package dev.ledgerload.harness.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.postgres.CopyStream;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The floor: time to receive a day's COPY over one connection without looking into its rows. What a
 * loader takes longer is its own doing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(MILLISECONDS)
@NullUnmarked // JMH sets the parameters, the set-up the rest
public class DrainBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Param("")
  public String columns;

  @Param("0")
  public int rows;

  /** What lies between, for the results; the target knows it. */
  @Param("")
  public String link;

  private Target target;
  private PostgresSession session;
  private LinkedBytes linkedBytes;
  private String sql;

  /** Connects. */
  @Setup(Level.Trial)
  public void open() {
    target = Target.read();
    linkedBytes = LinkedBytes.of(target);
    session = PostgresSession.open(BenchPlan.DRAIN, target.postgres(), Map.of());
    var schema = target.schema();
    var wanted = Columns.of(schema, columns);
    var shape =
        session.inSnapshot(
            null,
            Deadline.after(LIMIT),
            () -> "describing " + schema.title(),
            snapshot ->
                snapshot.describe(
                    BenchPlan.DRAIN, schema, List.copyOf(wanted), NumericShape.DEFAULT));
    sql =
        "COPY (SELECT %s FROM %s WHERE %s) TO STDOUT (FORMAT BINARY)"
            .formatted(
                schema.columnsSql(wanted), schema.fromSql(), shape.entriesOfSql(target.date()));
  }

  /** Collects garbage. */
  @Setup(Level.Iteration)
  public void prepare() {
    Garbage.collect();
    linkedBytes.start();
  }

  /** Receives all, in a transaction like a loader's. */
  @Benchmark
  public long load(OpCost cost) {
    var meter = LoadMeter.start();
    long start = System.nanoTime();
    long bytes =
        session.inSnapshot(
            null,
            Deadline.after(LIMIT),
            () -> "draining " + target.day(),
            snapshot -> drain(snapshot.copy(sql), cost));
    cost.loadNanos = System.nanoTime() - start;
    meter.stop(cost);
    cost.wireBytes = linkedBytes.sinceStart();
    Answers.requireRows(target.rows(), cost.tableRows);
    return bytes;
  }

  private static long drain(CopyStream stream, OpCost cost) throws IOException, SQLException {
    long bytes = 0;
    while (!stream.isAtEnd()) {
      while (stream.next()) {
        bytes += stream.end() - stream.start();
      }
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    cost.tableRows = stream.finish();
    return bytes;
  }

  /** Disconnects. */
  @TearDown(Level.Trial)
  public void close() {
    session.close();
    linkedBytes.close();
  }
}
