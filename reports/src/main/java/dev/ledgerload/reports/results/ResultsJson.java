package dev.ledgerload.reports.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Between {@link RunResults} and its JSON, whose schema is {@code docs/results-schema.md}. */
final class ResultsJson {
  /*
   * Mapped by hand, not by reflection: the schema is a promise to other programs, so a renamed
   * record component must not rename a field, and a reader's complaint must say which field of
   * which cell is wrong. Fields that aren't known are passed over: a later writer of the same
   * schema version may add some.
   */

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultsJson() {}

  static RunResults read(Path file) {
    try {
      return results(new JsonFields(object(Files.readString(file)), ""));
    } catch (NoSuchFileException e) {
      throw new ReportException("%s: there is no such file".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new ReportException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw new ReportException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  static String text(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes must have a text", e);
    }
  }

  static ObjectNode of(RunResults results) {
    ObjectNode json = NODES.objectNode();
    json.put("schemaVersion", results.schemaVersion());
    json.put("runId", results.runId());
    json.put("startedAt", results.startedAt().toString());
    json.put("finishedAt", results.finishedAt().toString());
    json.put("preset", results.preset());
    json.put("provider", results.provider());
    json.put("baseline", results.baseline());
    json.set("environment", of(results.environment()));
    ArrayNode cells = json.putArray("cells");
    results.cells().forEach(cell -> cells.add(of(cell)));
    return json;
  }

  static ObjectNode of(Environment environment) {
    ObjectNode json = NODES.objectNode();
    for (Map.Entry<String, Map<String, String>> group : environment.groups().entrySet()) {
      ObjectNode facts = json.putObject(group.getKey());
      group.getValue().forEach(facts::put);
    }
    return json;
  }

  private static ObjectNode of(Cell cell) {
    ObjectNode json = NODES.objectNode();
    json.put("strategy", cell.id().strategy());
    json.put("variant", cell.id().variant());
    json.put("grain", cell.id().grain());
    json.put("columns", cell.id().columns());
    json.put("rows", cell.id().rows());
    json.put("phase", cell.id().phase());
    json.put("processor", cell.id().processor());
    json.put("state", cell.id().state());
    json.put("freshness", cell.freshness());
    ArrayNode needs = json.putArray("needs");
    cell.needs().forEach(needs::add);
    json.put("unit", cell.times().unit());
    json.set("warmup", times(cell.times().warmup()));
    json.set("samples", times(cell.times().samples()));
    json.set("median", number(cell.times().median()));
    json.set("p95", number(cell.times().p95()));
    json.set("ciLow", number(cell.times().ciLow()));
    json.set("ciHigh", number(cell.times().ciHigh()));
    json.put("rowsLoaded", cell.costs().rowsLoaded());
    json.put("bytes", cell.costs().bytes());
    json.put("wireBytes", cell.costs().wireBytes());
    json.put("allocBytesPerOp", cell.costs().allocBytesPerOp());
    json.put("cpuMs", cell.costs().cpuMs());
    json.put("verified", cell.verified());
    json.put("provider", cell.provider());
    json.put("floor", cell.floor());
    json.put("error", cell.error());
    return json;
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
  }

  private static ArrayNode times(List<List<Double>> forks) {
    ArrayNode json = NODES.arrayNode();
    for (List<Double> fork : forks) {
      ArrayNode times = json.addArray();
      fork.forEach(times::add);
    }
    return json;
  }

  private static JsonNode object(String text) throws JsonProcessingException {
    JsonNode json = MAPPER.readTree(text);
    if (!json.isObject()) {
      throw new IllegalArgumentException("must be a JSON object");
    }
    return json;
  }

  private static RunResults results(JsonFields json) {
    long schemaVersion = json.whole("schemaVersion");
    if (schemaVersion != RunResults.SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion %d is not known, only %d is"
              .formatted(schemaVersion, RunResults.SCHEMA_VERSION));
    }
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        json.text("runId"),
        json.instant("startedAt"),
        json.instant("finishedAt"),
        json.text("preset"),
        json.text("provider"),
        json.text("baseline"),
        environment(json.fields("environment")),
        json.objects("cells").stream().map(ResultsJson::cell).toList());
  }

  private static Environment environment(JsonFields json) {
    return new Environment(
        json.facts("machine"),
        json.facts("jvm"),
        json.facts("postgres"),
        json.facts("redis"),
        json.facts("journal"),
        json.facts("source"));
  }

  private static Cell cell(JsonFields json) {
    try {
      return new Cell(
          new CellId(
              json.text("strategy"),
              json.text("variant"),
              json.text("grain"),
              json.text("columns"),
              json.whole("rows"),
              json.text("phase"),
              json.textOrNull("processor"),
              json.textOrNull("state")),
          json.textOrNull("freshness"),
          json.textsOrNone("needs"),
          new Times(
              json.text("unit"),
              json.times("warmup"),
              json.times("samples"),
              json.number("median"),
              json.number("p95"),
              json.number("ciLow"),
              json.number("ciHigh")),
          new Costs(
              json.whole("rowsLoaded"),
              json.whole("bytes"),
              json.wholeOrNull("wireBytes"),
              json.numberOrNull("allocBytesPerOp"),
              json.numberOrNull("cpuMs")),
          json.truth("verified"),
          json.text("provider"),
          json.truth("floor"),
          json.textOrNull("error"));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(json.path())
          ? e
          : new IllegalArgumentException(withoutDot(json.path()) + ": " + message, e);
    }
  }

  private static String withoutDot(String path) {
    return path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
  }
}
