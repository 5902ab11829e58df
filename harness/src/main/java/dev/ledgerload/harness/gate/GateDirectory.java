package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.RunDirectory;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The directories of gates, one each, below the output directory. */
final class GateDirectory {
  private final Path output;

  GateDirectory(Path output) {
    this.output = output;
  }

  /** The log to note trials in: that of an interrupted gate of the same, or a new one. */
  TrialLog log(GateHeader header) throws IOException {
    var interrupted = interrupted(header);
    if (interrupted.isPresent()) {
      interrupted.get().mend();
      return interrupted.get();
    }
    return TrialLog.create(create(), header);
  }

  private Optional<TrialLog> interrupted(GateHeader header) throws IOException {
    for (var directory : directories()) {
      if (Files.exists(directory.resolve(TrialLog.FILE))
          && !Files.exists(directory.resolve(VerdictFiles.JSON))) {
        try {
          var log = TrialLog.read(directory);
          if (log.header().equals(header)) {
            return Optional.of(log);
          }
        } catch (IllegalArgumentException e) {
          // It broke off in its first moments, or is of another version: there is nothing to take.
        }
      }
    }
    return Optional.empty();
  }

  /** The newest first. */
  private List<Path> directories() throws IOException {
    if (!Files.isDirectory(output)) {
      return List.of();
    }
    try (var found = Files.list(output)) {
      return found.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
  }

  /** A new directory, named by the time. */
  Path create() throws IOException {
    return RunDirectory.create(output, "gate-", Instant.now(), false);
  }
}
