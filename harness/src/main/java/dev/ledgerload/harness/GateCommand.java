package dev.ledgerload.harness;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.harness.gate.GateOptions;
import dev.ledgerload.harness.gate.GateRun;
import dev.ledgerload.harness.gate.Operations;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.verdict.VerdictFiles;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.testbed.TestbedOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ledgerload gate}. */
@Command(
    name = "gate",
    description = {
      "Fails if a build is slower or costlier than another.",
      "Measures both in turns on one server; an interrupted gate goes on when it is started again."
    },
    mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private @Nullable Ledgerload ledgerload;

  @Option(
      names = "--baseline",
      required = true,
      paramLabel = "BUILD",
      description =
          "What to compare with: a ledgerload.jar, a commit of this repository, or the directory of"
              + " an earlier gate, whose candidate is meant.")
  private String baseline = "";

  @Option(
      names = "--candidate",
      paramLabel = "BUILD",
      description = "What to judge: the same (default: the jar that runs this).")
  private @Nullable String candidate;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "20m",
      description =
          "How long the pairs may take, as 90s, 20m or 1h30m; decides how many each cell gets"
              + " (default: ${DEFAULT-VALUE}).")
  private String budget = "20m";

  @Option(
      names = "--rows",
      defaultValue = "100000",
      description = "Entries of the day to measure (default: ${DEFAULT-VALUE}).")
  private int rows = 100_000;

  @Option(
      names = "--strategies",
      split = ",",
      description = "Only these strategies, besides baseline and floor.")
  private Set<String> strategies = new LinkedHashSet<>();

  @Option(
      names = "--cells",
      split = ",",
      paramLabel = "TEXT",
      description = "Only cells whose key contains one of these, as copy/one-stream.")
  private Set<String> cells = new LinkedHashSet<>();

  @Option(
      names = "--minimal-effect",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description = "Slowdowns up to this one never fail (default: ${DEFAULT-VALUE}).")
  private double minimalEffectPercent = 2;

  @Option(
      names = "--slowdown-budget",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = "A green cell is surely not slower than this (default: ${DEFAULT-VALUE}).")
  private double slowdownBudgetPercent = 10;

  @Option(names = "--strict", description = "Cells that can't be told make the exit code 6, not 0.")
  private boolean strict;

  @Option(
      names = "--warmups",
      defaultValue = "" + GateOptions.WARMUPS,
      description = "Unmeasured operations in each JVM (default: ${DEFAULT-VALUE}).")
  private int warmups = GateOptions.WARMUPS;

  @Option(
      names = "--measurements",
      description = "Measured operations in each JVM (default: what the budget has time for).")
  private @Nullable Integer measurements;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Fixes the journal and the order of trials (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private SeedHereOption seedHere = new SeedHereOption();

  @Mixin private ProviderOption provider = new ProviderOption();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Append the candidate's times to this file, and show how they went.")
  private @Nullable Path history;

  @Option(
      names = "--output",
      defaultValue = "target/ledgerload/gate",
      description = "Gets the gate's directory (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("target/ledgerload/gate");

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var result =
        new GateRun(options(), requireNonNull(ledgerload).interruption(), out)
            .run(baseline, candidate == null ? runningJar() : candidate);
    out.println();
    out.println(VerdictFiles.markdown(result.verdict()));
    out.println("verdict: " + result.directory().resolve(VerdictFiles.HTML));
    return result.verdict().outcome().exitCode(strict);
  }

  private GateOptions options() {
    var testbed = testbed();
    return new GateOptions(
        OptionType.DURATION.read("--budget", budget),
        rows,
        strategies,
        cells,
        warmups,
        measurements == null ? Operations.DEFAULT : Operations.exactly(measurements),
        seed,
        GateRules.DEFAULT.withBounds(minimalEffectPercent / 100, slowdownBudgetPercent / 100),
        testbed,
        history,
        output);
  }

  private TestbedOptions testbed() {
    var problems = new Problems();
    var testbed = provider.testbed();
    var url = ProviderOption.urlOf(testbed);
    seedHere.requireUrl(url, "LEDGERLOAD_POSTGRES_URL", problems);
    problems.require(
        url == null || seedHere.isGiven(),
        """
        LEDGERLOAD_POSTGRES_URL names a database. To seed the journal there, in a schema of its own \
        which is dropped at the end, give %s. For a server of its own, unset it, or give \
        --provider embedded"""
            .formatted(SeedHereOption.NAME));
    problems.refuse();
    return testbed;
  }

  private static String runningJar() {
    try {
      var source =
          Path.of(GateCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(source)) {
        return source.toString();
      }
    } catch (URISyntaxException e) {
      // It can't be named, then.
    }
    throw new IllegalArgumentException("this program runs from no jar: name a --candidate");
  }
}
