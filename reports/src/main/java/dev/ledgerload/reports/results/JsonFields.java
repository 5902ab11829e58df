package dev.ledgerload.reports.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object; every complaint says where the field stands in the file. */
public record JsonFields(JsonNode object, String path) {

  public String text(String name) {
    JsonNode value = required(name);
    require(value.isTextual(), name, "must be text");
    return value.textValue();
  }

  @Nullable String textOrNull(String name) {
    return isNull(name) ? null : text(name);
  }

  public long whole(String name) {
    JsonNode value = required(name);
    require(value.isIntegralNumber() && value.canConvertToLong(), name, "must be a whole number");
    return value.longValue();
  }

  @Nullable Long wholeOrNull(String name) {
    return isNull(name) ? null : Long.valueOf(whole(name));
  }

  /** A number; null stands for NaN. */
  public double number(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw wrong(name, "is missing");
    }
    return value.isNull() ? Double.NaN : number(name, value);
  }

  @Nullable Double numberOrNull(String name) {
    return isNull(name) ? null : Double.valueOf(number(name));
  }

  public boolean truth(String name) {
    JsonNode value = required(name);
    require(value.isBoolean(), name, "must be true or false");
    return value.booleanValue();
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeParseException e) {
      throw wrong(name, "must be a time like 2026-01-31T12:00:00Z");
    }
  }

  /** Texts in a list; none if the field is absent. */
  public List<String> textsOrNone(String name) {
    var texts = new ArrayList<String>();
    if (!isNull(name)) {
      for (JsonNode text : array(name, required(name))) {
        require(text.isTextual(), name, "must be a list of texts");
        texts.add(text.textValue());
      }
    }
    return texts;
  }

  /** Numbers in lists in a list: {@code [fork][iteration]}. */
  List<List<Double>> times(String name) {
    var forks = new ArrayList<List<Double>>();
    for (JsonNode fork : array(name, required(name))) {
      var times = new ArrayList<Double>();
      for (JsonNode time : array(name, fork)) {
        times.add(number(name, time));
      }
      forks.add(times);
    }
    return forks;
  }

  public JsonFields fields(String name) {
    JsonNode value = required(name);
    require(value.isObject(), name, "must be an object");
    return new JsonFields(value, path + name + ".");
  }

  public @Nullable JsonFields fieldsOrNull(String name) {
    return isNull(name) ? null : fields(name);
  }

  public List<JsonFields> objects(String name) {
    var objects = new ArrayList<JsonFields>();
    for (JsonNode item : array(name, required(name))) {
      String at = "%s[%d]".formatted(name, objects.size());
      require(item.isObject(), at, "must be an object");
      objects.add(new JsonFields(item, path + at + "."));
    }
    return objects;
  }

  /** An object's texts by name, in the file's order. */
  public Map<String, String> facts(String name) {
    JsonFields group = fields(name);
    var facts = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> fact : group.object.properties()) {
      facts.put(fact.getKey(), group.text(fact.getKey()));
    }
    return facts;
  }

  private boolean isNull(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull();
  }

  private JsonNode required(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      throw wrong(name, "is missing");
    }
    return value;
  }

  private double number(String name, JsonNode value) {
    require(value.isNumber(), name, "must be a number");
    return value.doubleValue();
  }

  private JsonNode array(String name, JsonNode value) {
    require(value.isArray(), name, "must be a list");
    return value;
  }

  private void require(boolean holds, String name, String fault) {
    if (!holds) {
      throw wrong(name, fault);
    }
  }

  private IllegalArgumentException wrong(String name, String fault) {
    return new IllegalArgumentException(path + name + " " + fault);
  }
}
