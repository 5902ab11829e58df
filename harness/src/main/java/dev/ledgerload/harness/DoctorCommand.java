package dev.ledgerload.harness;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.trial.BuildCommit;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.TestbedException;
import dev.ledgerload.testbed.TestbedProvider;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import oshi.SystemInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ledgerload doctor}. */
@Command(
    name = "doctor",
    description = "Says what a run would use on this machine, by starting it, and what is missing.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long WANTED_MEMORY_BYTES = 6L << 30;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ProviderOption provider = new ProviderOption();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    line(out, "ledgerload", "commit " + BuildCommit.name());
    line(out, "java", System.getProperty("java.runtime.version"));
    line(out, "cores", Runtime.getRuntime().availableProcessors());
    memory(out);
    Strategies.allInstallations()
        .forEach(found -> line(out, "installable " + found.name(), found.summary()));
    return servers(out);
  }

  private static void memory(PrintWriter out) {
    long bytes = new SystemInfo().getHardware().getMemory().getTotal();
    var enough = bytes >= WANTED_MEMORY_BYTES ? "" : ": too little for the benchmarks' 4 GiB heaps";
    line(out, "memory", "%.1f GiB%s".formatted(bytes / (double) (1L << 30), enough));
  }

  private int servers(PrintWriter out) {
    try (var testbed = JournalTestbed.start(provider.testbed())) {
      testbed.notes().forEach(note -> line(out, "note", note));
      line(
          out,
          "postgresql",
          "%s (%s)"
              .formatted(testbed.postgresSettings().get("server_version"), testbed.provider()));
      line(out, "redis", testbed.redisUrl().host() + " (" + testbed.redisProvider() + ")");
      testbed.redisInfo().forEach((name, value) -> line(out, "redis " + name, value));
      Strategies.describe().forEach((strategy, text) -> line(out, "strategy " + strategy, text));
      line(out, "verdict", "ready: run ledgerload bench" + whatToSay(testbed));
      return 0;
    } catch (TestbedException e) {
      line(out, "verdict", "not ready: " + e.getMessage());
      return Ledgerload.FAILED;
    }
  }

  /** What it asks for where it could harm. */
  private static String whatToSay(JournalTestbed testbed) {
    return testbed.provider().equals(TestbedProvider.URL.label())
        ? " with --day for your own journal, which is only read, or with " + SeedHereOption.NAME
        : "";
  }

  private static void line(PrintWriter out, String what, Object value) {
    out.printf("%-18s %s%n", what, value);
  }
}
