package dev.ledgerload.harness;

import dev.ledgerload.harness.output.OutputFile;
import dev.ledgerload.harness.output.TotalsText;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.TotalsSourceProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload totals}. */
@Command(
    name = "totals",
    description = {
      "Gives a day's totals: its groups, with their sums and numbers of entries.",
      "Says on standard error how many they are, how long it took and as of when they are."
    },
    mixinStandardHelpOptions = true)
final class TotalsCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DaySourceOptions source = new DaySourceOptions();

  @Option(
      names = "--processor",
      description =
          "What sums a loaded day: kernel or duckdb (default: kernel); none where the database does.")
  private @Nullable String processor;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private TotalsText format = TotalsText.TABLE;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write them, whole or not at all (default: standard output, as -).")
  private @Nullable Path output;

  /**
   * Totals.
   *
   * @param by who gave them
   * @param asOf as of when they are, where that is known
   */
  private record Answer(Totals totals, String by, String asOf) {}

  @Override
  public Integer call() throws IOException {
    var file = output == null || output.toString().equals(STANDARD_OUTPUT) ? null : output;
    if (file != null) {
      OutputFile.require(file);
    }
    var schema = source.schema();
    long start = System.nanoTime();
    var answer = answer(schema);
    long nanos = System.nanoTime() - start;
    OutputFile.TextWriting writing = writer -> format.write(answer.totals(), schema, writer);
    if (file == null) {
      TableFormat.print(spec.commandLine().getOut(), writing);
    } else {
      OutputFile.writeText(file, writing);
    }
    report(answer, nanos, file);
    return 0;
  }

  private Answer answer(JournalSchema schema) {
    Optional<TotalsSourceProvider> provider =
        JournalSources.totalsProviders().stream()
            .filter(one -> one.strategy().equals(source.strategy()))
            .findFirst();
    return provider.isPresent() ? ofDatabase(provider.get(), schema) : ofTable(schema);
  }

  private Answer ofDatabase(TotalsSourceProvider provider, JournalSchema schema) {
    if (processor != null) {
      throw new IllegalArgumentException(
          "--processor: %s gives totals itself: leave it out".formatted(provider.strategy()));
    }
    source.requireNoBoundsFor(provider);
    var variant = source.variant(provider);
    var query = source.query(schema);
    try (var allocator = new RootAllocator();
        var opened = provider.open(source.config(provider, schema, allocator))) {
      return new Answer(
          opened.totals(query.day()),
          provider.strategy() + ' ' + variant.name(),
          provider.mayBeOld(variant) ? "as of its last refresh" : "as of now");
    }
  }

  private Answer ofTable(JournalSchema schema) {
    var provider = JournalSources.provider(source.strategy());
    var variant = source.variant(provider).name();
    var name = processor == null ? "kernel" : processor;
    try (var summing = TotalsProcessors.named(name);
        var allocator = new RootAllocator();
        var opened = provider.open(source.config(provider, schema, allocator))) {
      var grain = opened.grains().contains(Grain.ENTRY) ? Grain.ENTRY : Grain.GROUP;
      var rows = schema.of(grain);
      var query = source.query(rows);
      var needed = JournalQuery.forTotals(rows, query.day()).columns();
      try (var table = opened.load(query.select(needed))) {
        var version = table.snapshot().version().map(DayVersion::toString).orElse("unknown");
        return new Answer(
            summing.process(table),
            "%s %s and %s".formatted(provider.strategy(), variant, name),
            "version %s, as of %s".formatted(version, table.snapshot().asOf()));
      }
    }
  }

  private void report(Answer answer, long nanos, @Nullable Path file) {
    var totals = answer.totals();
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "%s totals: %,d groups of %,d entries in %.1f ms by %s, %s%s%n",
            totals.day(),
            totals.groups().size(),
            totals.groups().stream().mapToLong(Totals.Group::entries).sum(),
            nanos / 1e6,
            answer.by(),
            answer.asOf(),
            file == null ? "" : "; written to " + file);
  }
}
