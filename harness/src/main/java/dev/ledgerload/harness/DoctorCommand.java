package dev.ledgerload.harness;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.trial.BuildCommit;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.TestbedException;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
import oshi.SystemInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ledgerload doctor}. */
@Command(
    name = "doctor",
    description = {
      "Says what a run would use on this machine, by starting it, and what is missing.",
      "With --journal, what of a journal of yours is wrong, how far away its database is, and what"
          + " each strategy would need; only reads."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long WANTED_MEMORY_BYTES = 6L << 30;
  private static final String INSTALLED = "installed";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ProviderOption provider = new ProviderOption();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

  @Mixin private RedisUrlOption redis = new RedisUrlOption();

  @Mixin private JournalOptions journal = new JournalOptions();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    line(out, "ledgerload", "commit " + BuildCommit.name());
    line(out, "java", System.getProperty("java.runtime.version"));
    line(out, "cores", Runtime.getRuntime().availableProcessors());
    memory(out);
    if (journal.isGiven()) {
      return journal(out);
    }
    Strategies.allInstallations()
        .forEach(found -> line(out, "installable " + found.name(), found.summary()));
    return servers(out);
  }

  private static void memory(PrintWriter out) {
    long bytes = new SystemInfo().getHardware().getMemory().getTotal();
    var enough = bytes >= WANTED_MEMORY_BYTES ? "" : ": too little for the benchmarks' 4 GiB heaps";
    line(out, "memory", "%.1f GiB%s".formatted(bytes / (double) (1L << 30), enough));
  }

  private int journal(PrintWriter out) {
    var schema = journal.schema();
    var url = postgres.url();
    var checkup = JournalCheckup.of(url, schema);
    line(out, "journal", checkup.relation());
    checkup.columns().forEach(column -> line(out, "column", column));
    checkup.notes().forEach(note -> line(out, "note", note));
    var way = LineCheckup.of(url);
    line(out, "line", way.text());
    way.advice().forEach(advice -> line(out, "advice", advice));
    if (checkup.problems().isEmpty()) {
      try (var allocator = new RootAllocator()) {
        strategies(out, checkup, SourceConfig.of(url, allocator).withSchema(schema));
      }
      line(out, "verdict", "ready: run ledgerload bench with --day, which only reads");
      return 0;
    }
    checkup.problems().forEach(problem -> line(out, "problem", problem));
    line(out, "verdict", "not ready: see what is a problem above");
    return Ledgerload.FAILED;
  }

  private void strategies(PrintWriter out, JournalCheckup checkup, SourceConfig config) {
    Set<String> installed = new HashSet<>();
    for (var installation : Strategies.allInstallations()) {
      var state = state(installation, config);
      if (state.equals(INSTALLED)) {
        installed.add(installation.name());
      }
      line(out, "installation " + installation.name(), state);
    }
    boolean isQuery = config.schema().isQuery();
    Strategies.describe((strategy, need) -> missing(strategy, need, installed, isQuery))
        .forEach((strategy, text) -> line(out, "strategy " + strategy, text));
    line(
        out,
        "several streams",
        checkup.streams()
            ? "copy can share a day among them"
            : "need a table: copy loads it by one");
  }

  private static String state(JournalInstallation installation, SourceConfig config) {
    if (config.schema().isQuery()) {
      return "not to be had next to a query";
    }
    try {
      return installation.isInstalled(config)
          ? INSTALLED
          : "not installed: ledgerload install " + installation.name();
    } catch (JournalLoadException e) {
      return "can't be told: " + e.getMessage();
    }
  }

  /** What of a need isn't there; empty if nothing is missing. */
  private String missing(String strategy, String need, Set<String> installed, boolean isQuery) {
    return switch (need) {
      case Strategies.REDIS ->
          redis.url() == null ? "a Redis (LEDGERLOAD_REDIS_URL or --redis-url)" : "";
      case Strategies.SERVER ->
          "its server (ledgerload serve-%s; bench starts one)".formatted(strategy);
      default -> {
        if (isQuery) {
          yield "a table or a view in the query's place";
        }
        var installation = Strategies.installation(strategy, need);
        yield installed.contains(installation)
            ? ""
            : "what ledgerload install %s puts next to the journal".formatted(installation);
      }
    };
  }

  private static String inWords(String strategy, String need) {
    return switch (need) {
      case Strategies.REDIS -> "the Redis above";
      case Strategies.SERVER -> "its server, which bench starts";
      default ->
          "what bench installs next to its own journal (next to yours: ledgerload install %s)"
              .formatted(Strategies.installation(strategy, need));
    };
  }

  private int servers(PrintWriter out) {
    try (var testbed = JournalTestbed.start(testbed())) {
      testbed.notes().forEach(note -> line(out, "note", note));
      line(
          out,
          "postgresql",
          "%s (%s)"
              .formatted(testbed.postgresSettings().get("server_version"), testbed.provider()));
      line(out, "redis", testbed.redisUrl().host() + " (" + testbed.redisProvider() + ")");
      testbed.redisInfo().forEach((name, value) -> line(out, "redis " + name, value));
      Strategies.describe(DoctorCommand::inWords)
          .forEach((strategy, text) -> line(out, "strategy " + strategy, text));
      line(out, "verdict", "ready: run ledgerload bench" + whatToSay(testbed));
      return 0;
    } catch (TestbedException e) {
      line(out, "verdict", "not ready: " + e.getMessage());
      return Ledgerload.FAILED;
    }
  }

  private TestbedOptions testbed() {
    return provider.startsServers()
        ? provider.testbed()
        : provider.testbed().withPostgresUrl(postgres.urlIfNamed());
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
