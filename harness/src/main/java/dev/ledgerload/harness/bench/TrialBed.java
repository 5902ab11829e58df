package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.gate.WireCount;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The servers and the seeded day that trials of several builds share, and what strategies need
 * beside it: installed, filled and served by this build for all of them.
 */
public final class TrialBed implements AutoCloseable {
  private static final Set<String> MACHINE_FACTS = Set.of("cpu", "cores", "memory", "os", "kernel");

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final Map<String, String> conditions = new TreeMap<>();
  private final PrintWriter out;
  private final Path target;
  private final TappedTarget tapped;

  /** The system property that names a trial's target. */
  public static final String TARGET_PROPERTY = BenchTarget.PROPERTY;

  /**
   * Starts servers and seeds a day.
   *
   * @param options of one number of rows; without a day of the user's own
   * @param interruption is asked at each step whether to go on
   * @throws IOException if files can't be written
   * @throws dev.ledgerload.testbed.TestbedException if there are no servers to be had
   */
  public TrialBed(BenchOptions options, Interruption interruption, PrintWriter out)
      throws IOException {
    this.out = out;
    try {
      toClose.add(MachineLock.take(out));
      var testbed = JournalTestbed.start(options.testbed());
      toClose.add(testbed);
      testbed.notes().forEach(note -> out.println("note: " + note));
      var surroundings = new Surroundings(Strategies.named(options.strategies()), out);
      toClose.add(surroundings); // goes before the servers do
      var journals = new JournalPreparation(options, surroundings, interruption, out).seed(testbed);
      var files = new TargetFiles(journals.targets());
      toClose.add(files);
      this.target = files.of(journals.targets().firstKey());
      this.tapped = new TappedTarget(journals.targets().values().iterator().next());
      toClose.add(tapped);
      addConditions(journals);
      interruption.beginMeasuring();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void addConditions(Journals journals) {
    add("machine", new MachineProbe().machine(), MACHINE_FACTS);
    add("journal", journals.facts(), journals.facts().keySet());
    add("redis", journals.redis(), Set.of("redis_version"));
    conditions.put("provider", journals.provider());
    add("postgres", journals.postgres(), journals.postgres().keySet());
  }

  private void add(String group, Map<String, String> facts, Set<String> names) {
    facts.forEach(
        (name, fact) -> {
          if (names.contains(name)) {
            conditions.put(group + " " + name, fact);
          }
        });
  }

  /** The file that says what to load, which only its owner can read. */
  public Path target() {
    return target;
  }

  /**
   * The same by ways on which all is counted: for trials whose time doesn't matter, with {@link
   * #tappedJvmArgs}.
   */
  public Path tappedTarget() {
    return tapped.file();
  }

  /** What their JVMs are started with beside: hits of a cache are warmed up by time, not number. */
  public static List<String> tappedJvmArgs() {
    return List.of("-D" + KeptDay.WARMING_PROPERTY + "=PT0S");
  }

  /** What trials by {@link #tappedTarget} sent and got since the last call. */
  public WireCount takeWireCount() {
    return tapped.take();
  }

  /** What machine, servers and journal these are: the same for all trials on such a bed. */
  public Map<String, String> conditions() {
    return Map.copyOf(conditions);
  }

  /** What a trial's JVM is started with. */
  public static List<String> jvmArgs(int rows) {
    return ForkRunner.jvmArgs(rows);
  }

  @Override
  public void close() {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      try {
        toClose.get(i).close();
      } catch (Exception e) {
        out.println("note: not everything could be cleared away: " + e.getMessage());
      }
    }
    toClose.clear();
  }
}
