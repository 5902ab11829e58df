package dev.ledgerload.harness.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.processing.TotalsProcessor;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.Totals;
import java.time.Duration;
import java.time.Instant;
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
 * <p>Timed are the query, the load and the processing. Not timed are opening the source, bringing a
 * cache into the state wanted and, after every operation, comparing rows and totals with the
 * expected answer: a wrong one fails the run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(MILLISECONDS)
@NullUnmarked // JMH sets the parameters, the set-up the rest
public class MethodBenchmark {
  @Param("")
  public String strategy;

  @Param("")
  public String variant;

  /** What a row stands for. */
  @Param("ENTRY")
  public Grain grain;

  @Param("")
  public String columns;

  @Param("")
  public String processor;

  @Param("")
  public String state;

  @Param("0")
  public int rows;

  /** What lies between, for the results; the target knows it. */
  @Param("")
  public String link;

  private Target target;
  private LinkedBytes linkedBytes;
  private BufferAllocator allocator;
  private JournalSource source;
  private WarmedCache kept;
  private TotalsProcessor totalsProcessor;
  private JournalQuery query;
  private JournalTable table;
  private Totals totals;

  /** Opens source and processor. */
  @Setup(Level.Trial)
  public void open() {
    target = Target.read();
    linkedBytes = LinkedBytes.of(target);
    allocator = new RootAllocator();
    var provider = JournalSources.provider(strategy);
    source = provider.open(target.config(provider, variant, allocator));
    totalsProcessor = TotalsProcessors.named(processor);
    query =
        new JournalQuery(
            target.date(),
            grain,
            Columns.of(target.schema().of(grain), columns),
            JournalQuery.DEFAULT_TIMEOUT,
            null);
    if (!state.isEmpty()) {
      kept = new WarmedCache((CachingJournalSource) source, filler());
      kept.fill(query);
      if (!isCold()) {
        kept.warm(query);
      }
    }
  }

  private JournalSource filler() {
    return source instanceof JournalCache
        ? JournalSources.provider(BenchPlan.FILLING_STRATEGY)
            .open(
                SourceConfig.of(target.postgres(), allocator)
                    .withSchema(target.schema())
                    .withOptions(target.options(BenchPlan.FILLING_STRATEGY)))
        : null;
  }

  /** Makes a cold cache cold again; a hit is timed among hits, not as the first in a while. */
  @Setup(Level.Iteration)
  public void prepare() {
    Garbage.collect();
    if (isCold()) {
      kept.cool(query);
    } else if (kept != null) {
      kept.hit(query);
    }
    linkedBytes.start();
  }

  private boolean isCold() {
    return state.equals(BenchPlan.COLD);
  }

  /** Loads and processes. */
  @Benchmark
  public Totals total(OpCost cost) {
    var begin = Instant.now();
    var meter = LoadMeter.start();
    long start = System.nanoTime();
    table = isCold() ? kept.fetch(query) : source.load(query);
    cost.loadNanos = System.nanoTime() - start;
    meter.stop(cost);
    cost.wireBytes = linkedBytes.sinceStart();
    long processStart = System.nanoTime();
    totals = totalsProcessor.process(table);
    cost.processNanos = System.nanoTime() - processStart;
    cost.tableRows = table.rows();
    cost.tableBytes = table.bytes();
    cost.ageMillis = Duration.between(table.snapshot().asOf(), begin).toMillis();
    return totals;
  }

  /** Compares the answer with the expected one. */
  @TearDown(Level.Iteration)
  public void verify() {
    try (var loaded = table) {
      table = null;
      Answers.requireTable(target, columns, loaded);
      Answers.requireTotals(target, totals);
    }
  }

  /** Closes everything; memory that is still held fails the run. */
  @TearDown(Level.Trial)
  public void close() {
    if (kept != null) {
      kept.close();
    }
    source.close();
    totalsProcessor.close();
    allocator.close();
    linkedBytes.close();
  }
}
