package dev.ledgerload.harness;

import dev.ledgerload.harness.output.OutputFile;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload load}. */
@Command(
    name = "load",
    description = {
      "Loads a day, and writes it to a file or as CSV to standard output.",
      "Says on standard error how many rows it is, how long it took and as of when it is."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DaySourceOptions source = new DaySourceOptions();

  @Option(
      names = "--columns",
      split = ",",
      description =
          "Only these columns, by their names in the journal's schema and in its order (default:"
              + " all).")
  private List<String> columns = List.of();

  @Option(
      names = "--grain",
      description =
          "What a row stands for: ${COMPLETION-CANDIDATES} (default: an entry, if the strategy has"
              + " them).")
  private @Nullable Grain grain;

  @Option(
      names = "--format",
      description =
          "${COMPLETION-CANDIDATES} (default: by the ending of --output; none without it, csv for -).")
  private @Nullable TableFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it, whole or not at all; - is standard output, for csv.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    var wanted = format();
    var file = output == null || isStandardOutput(output) ? null : output;
    if (file != null) {
      OutputFile.require(file);
    }
    var schema = source.schema();
    var provider = JournalSources.provider(source.strategy());
    try (var allocator = new RootAllocator();
        var opened = provider.open(source.config(provider, schema, allocator))) {
      var rows = grain != null ? grain : usualGrain(opened.grains().contains(Grain.ENTRY));
      var query = query(source.query(schema.of(rows)));
      long start = System.nanoTime();
      try (var table = opened.load(query)) {
        long nanos = System.nanoTime() - start;
        wanted.write(table, file, spec.commandLine().getOut());
        report(table, source.variant(provider).name(), nanos, file);
      }
    }
    return 0;
  }

  private static Grain usualGrain(boolean hasEntries) {
    return hasEntries ? Grain.ENTRY : Grain.GROUP;
  }

  private static boolean isStandardOutput(Path path) {
    return path.toString().equals(STANDARD_OUTPUT);
  }

  private TableFormat format() {
    var file = output;
    if (file == null) {
      var wanted = format == null ? TableFormat.NONE : format;
      requireText(wanted, "needs a file: name it by --output");
      return wanted;
    }
    if (isStandardOutput(file)) {
      var wanted = format == null ? TableFormat.CSV : format;
      requireText(wanted, "can't go to standard output: name a file by --output");
      return wanted;
    }
    var wanted = format == null ? TableFormat.byEnding(file) : format;
    if (wanted == TableFormat.NONE) {
      throw new IllegalArgumentException("--format none writes nothing: leave --output out");
    }
    return wanted;
  }

  private static void requireText(TableFormat format, String otherwise) {
    if (format == TableFormat.ARROW || format == TableFormat.PARQUET) {
      throw new IllegalArgumentException("--format %s %s".formatted(format, otherwise));
    }
  }

  private JournalQuery query(JournalQuery all) {
    if (columns.isEmpty()) {
      return all;
    }
    List<String> unknown = new ArrayList<>(columns);
    all.columnList().forEach(column -> unknown.remove(column.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--columns: there is no column %s; there are: %s"
              .formatted(
                  String.join(", ", unknown),
                  String.join(", ", all.columnList().stream().map(c -> c.name()).toList())));
    }
    return all.select(
        all.columns()
            .of(
                all.columnList().stream()
                    .filter(column -> columns.contains(column.name()))
                    .toList()));
  }

  private void report(JournalTable table, String variant, long nanos, @Nullable Path file) {
    var snapshot = table.snapshot();
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "%s %s: %,d rows, %,d bytes in %.1f ms by %s %s, version %s, as of %s%s%n",
            table.day(),
            table.grain().name().toLowerCase(Locale.ROOT),
            table.rows(),
            table.bytes(),
            nanos / 1e6,
            source.strategy(),
            variant,
            snapshot.version().map(DayVersion::toString).orElse("unknown"),
            snapshot.asOf(),
            file == null ? "" : "; written to " + file);
  }
}
