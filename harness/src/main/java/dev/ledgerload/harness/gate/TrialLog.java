package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a gate's trials: a line of JSON for what they are of, then one for each trial as soon
 * as it has ended, and one for each look that is complete. A crash costs the trial under way.
 */
final class TrialLog {
  static final String FILE = "trials.jsonl";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path directory;
  private final Path file;
  private final GateHeader header;
  private final List<TrialEntry> entries = new ArrayList<>();
  private final Set<Integer> completeLooks = new HashSet<>();

  /** A line; exactly one component is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      @Nullable GateHeader gate, @Nullable TrialEntry trial, @Nullable Integer completeLook) {}

  private TrialLog(Path directory, GateHeader header) {
    this.directory = directory;
    this.file = directory.resolve(FILE);
    this.header = header;
  }

  static TrialLog create(Path directory, GateHeader header) throws IOException {
    var log = new TrialLog(directory, header);
    Files.writeString(log.file, line(new Line(header, null, null)));
    return log;
  }

  /**
   * Reads what is there; a last line that was cut short is passed over.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  static TrialLog read(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    var lines = Files.readAllLines(file);
    try {
      var gate = lines.isEmpty() ? null : JSON.readValue(lines.get(0), Line.class).gate();
      if (gate == null || gate.schemaVersion() != GateHeader.SCHEMA_VERSION) {
        throw new IllegalArgumentException(
            "%s doesn't begin as trials of schema version %d do"
                .formatted(file, GateHeader.SCHEMA_VERSION));
      }
      var log = new TrialLog(directory, gate);
      for (int i = 1; i < lines.size(); i++) {
        log.take(lines.get(i), i == lines.size() - 1);
      }
      return log;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s can't be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private void take(String text, boolean last) throws JsonProcessingException {
    try {
      var line = JSON.readValue(text, Line.class);
      if (line.trial() != null) {
        entries.add(line.trial());
      }
      if (line.completeLook() != null) {
        completeLooks.add(line.completeLook());
      }
    } catch (JsonProcessingException e) {
      if (!last) {
        throw e;
      }
    }
  }

  /** Writes all anew that could be read, so that what is appended begins a line. */
  void mend() throws IOException {
    var text = new StringBuilder(line(new Line(header, null, null)));
    entries.forEach(entry -> text.append(line(new Line(null, entry, null))));
    completeLooks.forEach(look -> text.append(line(new Line(null, null, look))));
    var part = file.resolveSibling(FILE + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  void add(TrialEntry entry) throws IOException {
    entries.add(entry);
    append(new Line(null, entry, null));
  }

  void completeLook(int look) throws IOException {
    completeLooks.add(look);
    append(new Line(null, null, look));
  }

  private void append(Line line) throws IOException {
    Files.write(file, line(line).getBytes(UTF_8), StandardOpenOption.APPEND);
  }

  private static String line(Line line) {
    try {
      return JSON.writeValueAsString(line) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON", e);
    }
  }

  /** The gate's directory. */
  Path directory() {
    return directory;
  }

  GateHeader header() {
    return header;
  }

  List<TrialEntry> entries() {
    return List.copyOf(entries);
  }

  boolean isComplete(int look) {
    return completeLooks.contains(look);
  }
}
