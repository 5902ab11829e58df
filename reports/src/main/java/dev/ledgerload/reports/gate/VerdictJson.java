package dev.ledgerload.reports.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code verdict.json}, whose schema is {@code docs/gate-schema.md}. */
final class VerdictJson {
  // Mapped by hand, as results.json is: the schema is a promise to other programs.

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private VerdictJson() {}

  static String of(GateVerdict verdict) {
    ObjectNode json = NODES.objectNode();
    json.put("schemaVersion", GateVerdict.SCHEMA_VERSION);
    json.put("outcome", name(verdict.outcome()));
    json.set("baseline", of(verdict.baseline()));
    json.set("candidate", of(verdict.candidate()));
    json.set("rules", of(verdict.rules()));
    json.set("falseAlarmRate", number(verdict.falseAlarmRate()));
    var conditions = json.putObject("conditions");
    verdict.conditions().facts().forEach(conditions::put);
    var differences = json.putArray("differences");
    verdict.differences().forEach(differences::add);
    var cells = json.putArray("cells");
    verdict.cells().forEach(cell -> cells.add(of(cell)));
    try {
      return MAPPER.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes must have a text", e);
    }
  }

  private static ObjectNode of(GateSubject subject) {
    return NODES.objectNode().put("name", subject.name()).put("commit", subject.commit());
  }

  private static ObjectNode of(GateRules rules) {
    return NODES
        .objectNode()
        .put("minimalEffect", rules.minimalEffect())
        .put("budget", rules.budget())
        .put("confidence", rules.confidence())
        .put("familyRate", rules.familyRate())
        .put("power", rules.power())
        .put("minPairs", rules.minPairs())
        .put("allocationTolerance", rules.allocationTolerance());
  }

  private static ObjectNode of(CellVerdict cell) {
    ObjectNode json = NODES.objectNode();
    json.put("cell", cell.cell());
    json.put("status", name(cell.status()));
    json.put("reason", cell.reason());
    json.set("first", of(cell.first()));
    json.set("second", of(cell.second()));
    json.set("noise", number(cell.noise()));
    json.set("detectable", number(cell.detectable()));
    var exact = json.putArray("exact");
    for (var finding : cell.exact()) {
      var item = exact.addObject();
      item.put("figure", finding.figure());
      item.set("baseline", number(finding.baseline()));
      item.set("candidate", number(finding.candidate()));
      item.set("spread", number(finding.spread()));
      item.put("judged", finding.judged());
      item.put("worse", finding.worse());
    }
    return json;
  }

  private static JsonNode of(@Nullable Look look) {
    if (look == null) {
      return NODES.nullNode();
    }
    ObjectNode json = NODES.objectNode();
    json.put("pairs", look.pairs());
    json.set("slowdown", number(look.slowdown()));
    json.set("low", number(look.low()));
    json.set("high", number(look.high()));
    json.set("familyPValue", number(look.familyPValue()));
    return json;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
  }
}
