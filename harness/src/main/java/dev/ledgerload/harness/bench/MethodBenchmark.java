package dev.ledgerload.harness.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.ledgerload.processing.TotalsProcessor;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.testbed.TableDigest;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
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
 * Time from a day in the database to its totals, by one method, and the parts of it.
 *
 * <p>Timed are the query, the load and the processing. Not timed are opening the source and, after
 * every operation, comparing rows and totals with the expected answer: a wrong one fails the run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(MILLISECONDS)
@NullUnmarked // JMH sets the parameters, the set-up the rest
public class MethodBenchmark {
  /** As {@link PlannedCell}'s. */
  @Param("")
  public String strategy;

  /** As {@link PlannedCell}'s. */
  @Param("")
  public String variant;

  /** As {@link PlannedCell}'s. */
  @Param("")
  public String columns;

  /** As {@link PlannedCell}'s. */
  @Param("")
  public String processor;

  /** As {@link PlannedCell}'s. */
  @Param("0")
  public int rows;

  private BenchTarget target;
  private BufferAllocator allocator;
  private JournalSource source;
  private TotalsProcessor totalsProcessor;
  private JournalQuery query;
  private JournalTable table;
  private Totals totals;

  /** Opens source and processor. */
  @Setup(Level.Trial)
  public void open() {
    target = BenchTarget.read();
    allocator = new RootAllocator();
    var provider = JournalSources.provider(strategy);
    var options =
        provider.variants().stream()
            .filter(candidate -> candidate.name().equals(variant))
            .findFirst()
            .orElseThrow()
            .options();
    source =
        provider.open(
            SourceConfig.of(target.postgres(), allocator)
                .withLayout(target.layout())
                .withOptions(options));
    totalsProcessor = TotalsProcessors.named(processor);
    query = JournalQuery.entries(target.date()).select(PlannedCell.columnSet(columns));
  }

  /** Loads and processes. */
  @Benchmark
  public Totals total(OpCost cost) {
    long cpuStart = ThreadMeter.cpuNanos();
    long allocatedStart = ThreadMeter.allocatedBytes();
    long start = System.nanoTime();
    table = source.load(query);
    long loaded = System.nanoTime();
    cost.loadCpuNanos = ThreadMeter.cpuNanos() - cpuStart;
    cost.loadAllocatedBytes = ThreadMeter.allocatedBytes() - allocatedStart;
    long processStart = System.nanoTime();
    totals = totalsProcessor.process(table);
    cost.processNanos = System.nanoTime() - processStart;
    cost.loadNanos = loaded - start;
    cost.tableRows = table.rows();
    cost.tableBytes = table.bytes();
    return totals;
  }

  /** Compares the answer with the expected one. */
  @TearDown(Level.Iteration)
  public void verify() {
    try (var loaded = table) {
      table = null;
      Answers.requireRows(target.rows(), loaded.rows());
      Answers.requireDigest(target.digest(columns), TableDigest.of(loaded));
      Answers.requireTotals(target.totals(), TotalsDigest.of(totals));
    }
  }

  /** Closes everything; memory that is still held fails the run. */
  @TearDown(Level.Trial)
  public void close() {
    source.close();
    totalsProcessor.close();
    allocator.close();
  }
}
