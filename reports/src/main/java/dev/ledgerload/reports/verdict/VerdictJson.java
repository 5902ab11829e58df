package dev.ledgerload.reports.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.CellVerdict;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.ExactFinding;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateSubject;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.Look;
import dev.ledgerload.reports.results.JsonFields;
import dev.ledgerload.reports.results.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  static GateVerdict read(Path file) {
    try {
      JsonNode json = MAPPER.readTree(Files.readString(file));
      if (!json.isObject()) {
        throw new IllegalArgumentException("must be a JSON object");
      }
      return verdict(new JsonFields(json, ""));
    } catch (JsonProcessingException e) {
      throw new ReportException("%s isn't JSON: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw new ReportException("%s is no verdict: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static GateVerdict verdict(JsonFields json) {
    long schemaVersion = json.whole("schemaVersion");
    if (schemaVersion != GateVerdict.SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion %d is not known, only %d is"
              .formatted(schemaVersion, GateVerdict.SCHEMA_VERSION));
    }
    return new GateVerdict(
        named(GateOutcome.class, json.text("outcome")),
        subject(json.fields("baseline")),
        subject(json.fields("candidate")),
        new Conditions(json.facts("conditions")),
        rules(json.fields("rules")),
        json.number("falseAlarmRate"),
        json.textsOrNone("differences"),
        json.objects("cells").stream().map(VerdictJson::cell).toList());
  }

  private static GateSubject subject(JsonFields json) {
    return new GateSubject(json.text("name"), json.text("commit"));
  }

  private static GateRules rules(JsonFields json) {
    return new GateRules(
        json.number("minimalEffect"),
        json.number("budget"),
        json.number("confidence"),
        json.number("familyRate"),
        json.number("power"),
        Math.toIntExact(json.whole("minPairs")),
        json.number("allocationTolerance"));
  }

  private static CellVerdict cell(JsonFields json) {
    double detectable = json.number("detectable");
    return new CellVerdict(
        json.text("cell"),
        named(CellStatus.class, json.text("status")),
        json.text("reason"),
        look(json.fieldsOrNull("first")),
        look(json.fieldsOrNull("second")),
        json.number("noise"),
        Double.isNaN(detectable) ? Double.POSITIVE_INFINITY : detectable,
        json.objects("exact").stream().map(VerdictJson::finding).toList(),
        json.truth("wrong"));
  }

  private static @Nullable Look look(@Nullable JsonFields json) {
    return json == null
        ? null
        : new Look(
            Math.toIntExact(json.whole("pairs")),
            json.number("slowdown"),
            json.number("low"),
            json.number("high"),
            json.number("familyPValue"));
  }

  private static ExactFinding finding(JsonFields json) {
    return new ExactFinding(
        json.text("figure"),
        json.number("baseline"),
        json.number("candidate"),
        json.number("spread"),
        json.truth("judged"),
        json.truth("worse"));
  }

  private static <E extends Enum<E>> E named(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> name(value).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not known, only %s are"
                        .formatted(
                            name,
                            Arrays.stream(type.getEnumConstants())
                                .map(VerdictJson::name)
                                .toList())));
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
    json.put("wrong", cell.wrong());
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
