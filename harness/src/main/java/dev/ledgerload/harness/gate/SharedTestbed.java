package dev.ledgerload.harness.gate;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.harness.setup.History;
import dev.ledgerload.harness.setup.Installations;
import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.setup.JournalPreparation;
import dev.ledgerload.harness.setup.Journals;
import dev.ledgerload.harness.setup.MachineLock;
import dev.ledgerload.harness.setup.MachineProbe;
import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.setup.TargetFiles;
import dev.ledgerload.reports.gate.WireCount;
import dev.ledgerload.testbed.TestbedOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The servers and the seeded day that trials of several builds share, and what strategies need
 * besides: installed, filled and served by this build for all of them.
 */
final class SharedTestbed implements AutoCloseable {
  private static final List<String> MACHINE_FACTS =
      List.of("cpu", "cores", "memory", "os", "kernel");

  private final Installations installations;
  private final Map<String, String> conditions = new TreeMap<>();
  private final Path target;
  private final TappedTarget tapped;

  /**
   * Starts servers and seeds a day.
   *
   * @param rows entries of the day
   * @param strategies those whose needs are seen to; empty for all
   * @param seed of the journal
   * @param interruption is asked at each step whether to go on
   * @throws IOException if files can't be written
   * @throws dev.ledgerload.testbed.TestbedException if there are no servers to be had
   */
  SharedTestbed(
      int rows,
      Set<String> strategies,
      long seed,
      TestbedOptions options,
      Interruption interruption,
      PrintWriter out)
      throws IOException {
    this.installations = new Installations(Strategies.named(strategies), out);
    try {
      installations.add(MachineLock.take(out));
      var journals =
          new JournalPreparation(installations, interruption, out)
              .seed(options, List.of(rows), rows, seed, History.NONE, List.of());
      var files = new TargetFiles<>(journals.targets());
      installations.add(files);
      this.target = files.of(rows);
      this.tapped = new TappedTarget(journals.targets().values().iterator().next());
      installations.add(tapped);
      addConditions(journals);
      interruption.beginMeasuring();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void addConditions(Journals journals) {
    var machine = new MachineProbe().machine();
    MACHINE_FACTS.forEach(
        name -> conditions.put("machine " + name, requireNonNull(machine.get(name))));
    journals.facts().forEach((name, fact) -> conditions.put("journal " + name, fact));
    journals.postgres().forEach((name, fact) -> conditions.put("postgres " + name, fact));
    var redis = journals.redis().get("redis_version");
    if (redis != null) {
      conditions.put("redis redis_version", redis);
    }
    conditions.put("provider", journals.provider());
  }

  /** The file that says what to load, which only its owner can read. */
  Path target() {
    return target;
  }

  /** The same by ways on which all is counted: for trials whose time doesn't matter. */
  Path tappedTarget() {
    return tapped.file();
  }

  /** What trials by {@link #tappedTarget} sent and got since the last call. */
  WireCount takeWireCount() {
    return tapped.take();
  }

  /** What machine, servers and journal these are: the same for all trials on this testbed. */
  Map<String, String> conditions() {
    return Map.copyOf(conditions);
  }

  @Override
  public void close() {
    installations.close();
  }
}
