package dev.ledgerload.reports.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ledgerload.reports.gate.HistoryEntry;
import dev.ledgerload.reports.results.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of what many commits took: a line of JSON for each, in the order measured. The lines'
 * schema is in {@code docs/gate-schema.md}.
 */
public final class GateHistory {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GateHistory() {}

  /**
   * Appends a commit; the file and the directories above it are made if need be.
   *
   * @throws ReportException if the file can't be written
   */
  public static void append(Path file, HistoryEntry entry) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("commit", entry.commit());
    json.put("at", entry.at().toString());
    json.put("conditions", entry.conditions());
    var millis = json.putObject("millis");
    entry.millis().forEach(millis::put);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(
          file,
          (MAPPER.writeValueAsString(json) + "\n").getBytes(UTF_8),
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
        entries.add(entry(MAPPER.readTree(line)));
      }
      return List.copyOf(entries);
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new ReportException(
          "%s, line %d is no commit's history: %s".formatted(file, entries.size() + 1, reason(e)),
          e);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(file, e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }

  private static HistoryEntry entry(JsonNode json) {
    Map<String, Double> millis = new TreeMap<>();
    json.path("millis")
        .properties()
        .forEach(cell -> millis.put(cell.getKey(), cell.getValue().doubleValue()));
    return new HistoryEntry(
        text(json, "commit"), Instant.parse(text(json, "at")), text(json, "conditions"), millis);
  }

  private static String text(JsonNode json, String field) {
    var value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be text");
    }
    return value.textValue();
  }
}
