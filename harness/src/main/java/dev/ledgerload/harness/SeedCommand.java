package dev.ledgerload.harness;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.harness.setup.History;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload seed}. */
@Command(
    name = "seed",
    description = "Fills a table with a journal that the same parameters make the same anywhere.",
    mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

  @Mixin private JournalOptions journal = new JournalOptions();

  @Option(
      names = "--rows",
      defaultValue = "1000000",
      description = "Entries a day (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--days",
      defaultValue = "1",
      description = "Days, from 2026-01-01 (default: ${DEFAULT-VALUE}).")
  private int days;

  @Mixin private HistoryOptions historyOptions = new HistoryOptions();

  @Option(
      names = "--accounts",
      description =
          "Accounts on each side (default: as many as give a day of a million entries"
              + " some 35,000 pairs).")
  private int accounts;

  @Option(names = "--skew", description = "How unevenly accounts are used; 0 is evenly.")
  private double skew = Double.NaN;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Fixes everything that looks random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--replace", description = "Drops the table first if there is one.")
  private boolean replace;

  @Override
  public Integer call() {
    var history = history();
    var usual = JournalParameters.of(rows, days).withSeed(seed);
    var parameters =
        new JournalParameters(
            seed,
            rows,
            days,
            history.days(),
            accounts == 0 ? usual.accounts() : accounts,
            Double.isNaN(skew) ? usual.skew() : skew);
    var out = spec.commandLine().getOut();
    var options = SeedOptions.DEFAULT.withLayout(history.layout()).withReplace(replace);
    var report = new SeededJournal(parameters).seed(postgres.url(), journal.schema(), options);
    out.printf(
        Locale.ROOT,
        "%s: %,d entries from %s to %s, at %,d entries/s (%,d while copying)%n",
        journal.schema().table(),
        report.rows(),
        parameters.firstDay(),
        parameters.lastDay(),
        report.rowsPerSecond(),
        report.copiedRowsPerSecond());
    if (history.days() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d each from %s to %s, %,d each on the %,d days around them%n",
          rows,
          parameters.day(0),
          parameters.day(days - 1),
          parameters.rowsPerHistoryDay(),
          history.days());
    }
    return 0;
  }

  private History history() {
    var problems = new Problems();
    var history = historyOptions.read(0, problems);
    historyOptions.requireOthers(
        days > 1 || history == null || history.days() > 0, "--history or --days", problems);
    problems.refuse();
    return requireNonNull(history);
  }
}
