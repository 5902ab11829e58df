package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.TestbedOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Gates of real JVMs against a real server, as short as they can be. */
final class SmallGate {
  /**
   * Enough for a difference that no noise comes near, which five of a busy machine are not: JVMs
   * are what these tests spend their time on.
   */
  static final int PAIRS = 7;

  private static final GateRules RULES = new GateRules(0.02, 0.10, 0.99, 0.05, 0.90, PAIRS, 0.01);

  private static final JournalTestbed TESTBED = JournalTestbed.start(); // ends with the JVM

  private final StringWriter printed = new StringWriter();
  private final Path output;

  /**
   * @param output gets the gates' directories and a history
   */
  SmallGate(Path output) {
    this.output = output;
  }

  /** One cell, which {@link dev.ledgerload.harness.DelayedSourceProvider} can slow down. */
  GateRun ofDelayed(int mostPairs) {
    return of("delayed", "delayed/copy-one-stream/ENTRY/all", mostPairs);
  }

  GateRun of(String strategy, String cell, int mostPairs) {
    var options =
        new GateOptions(
            Duration.ofMinutes(10),
            2_000,
            Set.of(strategy),
            Set.of(cell),
            0,
            Operations.exactly(3), // the first of a JVM is mostly the JVM's
            1,
            RULES,
            TestbedOptions.fromEnvironment()
                .withForced(null)
                .withPostgresUrl(TESTBED.postgresUrl()),
            output.resolve("history.jsonl"),
            output);
    return new GateRun(options, Interruption.never(), new PrintWriter(printed, true), mostPairs);
  }

  /** What the gates have said so far. */
  String printed() {
    return printed.toString();
  }

  /** This build, under a name. */
  static Build.Program program(String name, String... jvmArgs) {
    return new Build.Program(name, System.getProperty("java.class.path"), "1", List.of(jvmArgs));
  }
}
