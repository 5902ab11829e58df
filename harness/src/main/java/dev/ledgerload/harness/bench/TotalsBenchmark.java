package dev.ledgerload.harness.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.TotalsSource;
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
 * Time to a day's totals by a method that loads no table first. The answer is compared with the
 * expected one after every operation, outside of the timing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(MILLISECONDS)
@NullUnmarked // JMH sets the parameters, the set-up the rest
public class TotalsBenchmark {
  @Param("")
  public String strategy;

  @Param("")
  public String variant;

  @Param("0")
  public int rows;

  /** What lies between, for the results; the target knows it. */
  @Param("")
  public String link;

  private Target target;
  private LinkedBytes linkedBytes;
  private BufferAllocator allocator;
  private TotalsSource source;
  private Totals totals;

  /** Opens the source. */
  @Setup(Level.Trial)
  public void open() {
    target = Target.read();
    linkedBytes = LinkedBytes.of(target);
    allocator = new RootAllocator();
    var provider = JournalSources.totalsProvider(strategy);
    source = provider.open(target.config(provider, variant, allocator));
  }

  /** Collects garbage. */
  @Setup(Level.Iteration)
  public void prepare() {
    Garbage.collect();
    linkedBytes.start();
  }

  /** Asks for the totals. */
  @Benchmark
  public Totals total(OpCost cost) {
    totals = source.totals(target.date());
    cost.tableRows = totals.groups().size();
    cost.wireBytes = linkedBytes.sinceStart(); // a tenth of a millisecond, over a link alone
    return totals;
  }

  /** Compares the answer with the expected one. */
  @TearDown(Level.Iteration)
  public void verify() {
    Answers.requireTotals(target, totals);
  }

  /** Disconnects. */
  @TearDown(Level.Trial)
  public void close() {
    source.close();
    allocator.close();
    linkedBytes.close();
  }
}
