package dev.ledgerload.harness;

import dev.ledgerload.harness.bench.BenchOptions;
import dev.ledgerload.harness.bench.BenchOptions.OwnDay;
import dev.ledgerload.harness.bench.BenchRun;
import dev.ledgerload.harness.bench.Preset;
import dev.ledgerload.harness.trial.BuildCommit;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload bench}. */
@Command(
    name = "bench",
    description = {
      "Measures every method and writes table, charts and report.",
      "Without --postgres-url it starts its own PostgreSQL and fills it with a journal."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--preset",
      defaultValue = "quick",
      description = "How much to measure: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Preset preset = Preset.QUICK;

  @Option(names = "--rows", split = ",", description = "Entries of the days to measure.")
  private List<Integer> rows = List.of();

  @Option(names = "--forks", description = "JVMs for each cell.")
  private int forks;

  @Option(
      names = "--strategies",
      split = ",",
      description = "Only these strategies, beside baseline and floor.")
  private Set<String> strategies = new LinkedHashSet<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Fixes the journal and the order of measuring (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private ProviderOption provider = new ProviderOption();

  @Option(
      names = "--postgres-url",
      description =
          "Measure a day in this database, which is only read unless --install says otherwise."
              + " A JDBC URL.")
  private @Nullable String postgresUrl;

  @Option(names = "--day", description = "The day to measure there, as 2026-01-31.")
  private @Nullable String day;

  @Option(
      names = "--install",
      description =
          "Install there what strategies need, and leave it there; else those whose installation"
              + " is missing are left out.")
  private boolean install;

  @Mixin private JournalOptions journal = new JournalOptions();

  @Option(
      names = "--output",
      defaultValue = "target/ledgerload",
      description = "Gets the run's directory (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("target/ledgerload");

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var source = new BenchRun.Source(BuildCommit.name(), command());
    var results = new BenchRun(options(), source, out).run();
    var directory = output.resolve(results.runId());
    out.println();
    out.println(Files.readString(directory.resolve("summary.md")));
    out.println("report: " + directory.resolve("report.html"));
    var failed = results.cells().stream().filter(cell -> cell.error() != null).toList();
    for (var cell : failed) {
      spec.commandLine().getErr().println("ledgerload: " + cell.key() + ": " + cell.error());
    }
    return failed.isEmpty() ? 0 : Ledgerload.WRONG_ANSWER;
  }

  private BenchOptions options() {
    return new BenchOptions(
        presetName(), settings(), strategies, seed, ownDay(), provider.testbed(), output);
  }

  private String presetName() {
    var name = preset.name().toLowerCase(Locale.ROOT);
    return rows.isEmpty() && forks == 0 && strategies.isEmpty() ? name : name + ", changed";
  }

  private Preset.Settings settings() {
    var base = preset.settings();
    if (forks < 0 || rows.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("--forks and --rows must be at least 1");
    }
    return new Preset.Settings(
        rows.isEmpty() ? base.rows() : rows.stream().sorted().distinct().toList(),
        forks == 0 ? base.forks() : forks,
        base.warmups(),
        base.measurements());
  }

  private @Nullable OwnDay ownDay() {
    if (postgresUrl == null) {
      if (install) {
        throw new IllegalArgumentException("--install is for --postgres-url");
      }
      return null;
    }
    if (day == null) {
      throw new IllegalArgumentException("--postgres-url needs --day, the day to measure");
    }
    return new OwnDay(new PostgresUrl(postgresUrl), journal.layout(), date(day), install);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--day must be a date as 2026-01-31, not \"%s\"".formatted(text), e);
    }
  }

  private String command() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .map(BenchCommand::withoutPassword)
        .collect(Collectors.joining(" ", "ledgerload ", ""))
        .strip();
  }

  private static String withoutPassword(String argument) {
    int url = argument.indexOf("jdbc:postgresql:");
    return url < 0
        ? argument
        : argument.substring(0, url) + new PostgresUrl(argument.substring(url)).redacted();
  }
}
