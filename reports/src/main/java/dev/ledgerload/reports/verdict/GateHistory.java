package dev.ledgerload.reports.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.reports.gate.HistoryEntry;
import dev.ledgerload.reports.results.RecordJson;
import dev.ledgerload.reports.results.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of what many commits took: a line of JSON for each, in the order measured. The lines'
 * schema is in {@code docs/gate-schema.md}.
 */
public final class GateHistory {
  private GateHistory() {}

  /**
   * Appends a commit; the file and the directories above it are made if need be.
   *
   * @throws ReportException if the file can't be written
   */
  public static void append(Path file, HistoryEntry entry) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(
          file,
          (RecordJson.line(entry) + "\n").getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ReportException("can't write %s: %s".formatted(file, e), e);
    }
  }

  /**
   * All commits, in the order of the file.
   *
   * @throws ReportException if the file can't be read or a line is wrong; the message says which
   */
  public static List<HistoryEntry> read(Path file) {
    List<HistoryEntry> entries = new ArrayList<>();
    try {
      for (var line : Files.readAllLines(file)) {
        entries.add(RecordJson.parse(line, HistoryEntry.class));
      }
      return List.copyOf(entries);
    } catch (IllegalArgumentException e) {
      throw new ReportException(
          "%s, line %d is no commit's history: %s"
              .formatted(file, entries.size() + 1, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(file, e), e);
    }
  }
}
