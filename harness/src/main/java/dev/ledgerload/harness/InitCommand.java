package dev.ledgerload.harness;

import dev.ledgerload.harness.output.OutputFile;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.proposal.JournalProposal;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload init}. */
@Command(
    name = "init",
    description = {
      "Proposes a journal.properties for a table of yours: its day, keys, measures and columns.",
      "It only reads: the catalogue, the statistics, and at most 10,000 rows."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  private static final String NAME = "init";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

  @Option(
      names = "--table",
      required = true,
      paramLabel = "NAME",
      description = "The table or view with the entries, as name or schema.name.")
  private String table = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it, as journal.properties (default: standard output).")
  private @Nullable Path output;

  @Option(names = "--replace", description = "Replaces a file that is there.")
  private boolean replace;

  /** A proposal, and what is wrong with it still. */
  private record Checked(JournalProposal proposal, List<String> problems) {}

  @Override
  public Integer call() throws IOException {
    var file = output;
    if (file != null) {
      OutputFile.require(file);
      if (Files.exists(file) && !replace) {
        throw new IllegalArgumentException(
            "--output: %s is there already: give --replace, or another name".formatted(file));
      }
    }
    Checked checked;
    try (var session = PostgresSession.open(NAME, postgres.url(), Map.of())) {
      checked =
          session.inSnapshot(
              null, Deadline.after(LIMIT), () -> "looking at " + table, this::propose);
    }
    var text = checked.proposal().properties();
    if (file == null) {
      TableFormat.print(spec.commandLine().getOut(), writer -> writer.write(text));
    } else {
      OutputFile.writeText(file, writer -> writer.write(text));
    }
    return report(checked, file);
  }

  private Checked propose(PostgresSnapshot snapshot) throws SQLException {
    var proposal = JournalProposal.of(snapshot.connection(), NAME, table);
    List<String> problems = new ArrayList<>(proposal.missing());
    if (problems.isEmpty()) {
      var schema = JournalSchema.parse(proposal.properties(), "the proposal");
      try {
        snapshot.describe(NAME, schema, List.copyOf(schema.columns()), NumericShape.DEFAULT);
      } catch (JournalLoadException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Checked(proposal, problems);
  }

  private int report(Checked checked, @Nullable Path file) {
    var err = spec.commandLine().getErr();
    var name = file == null ? "the proposal" : file.toString();
    if (!checked.problems().isEmpty()) {
      checked
          .problems()
          .forEach(
              problem -> err.printf("ledgerload: %s can't be loaded yet: %s%n", name, problem));
      return Ledgerload.FAILED;
    }
    if (checked.proposal().isQuery()) {
      err.printf(
          "note: %s is a query, for the table has no day: look at it before you rely on it%n",
          name);
    }
    if (file != null) {
      err.printf(
          "next: ledgerload load --journal %s --day %s%n",
          file, checked.proposal().someDay().orElse("2026-01-31"));
    }
    return 0;
  }
}
