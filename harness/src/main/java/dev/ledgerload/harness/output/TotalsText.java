package dev.ledgerload.harness.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.Totals.Group;
import java.io.IOException;
import java.io.Serial;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A day's totals as text, a group a line or an object, in their order. */
public enum TotalsText {
  /** For people: columns in line, numbers to the right, NULL as nothing. */
  TABLE {
    @Override
    public void write(Totals totals, JournalSchema schema, Writer out) throws IOException {
      new AlignedTable(header(schema), isNumber(totals, schema))
          .write(totals.groups().stream().map(TotalsText::fields).toList(), out);
    }
  },

  /** CSV: a header of the keys' and the measures' names and {@code entries}. */
  CSV {
    @Override
    public void write(Totals totals, JournalSchema schema, Writer out) throws IOException {
      var csv = new CsvWriter(out);
      csv.write(header(schema));
      for (var group : totals.groups()) {
        csv.write(fields(group));
      }
    }
  },

  /**
   * JSON: the day, and of each group its keys and totals by their names, and its number of entries.
   * Numbers are JSON's numbers, with all their digits: who reads them as binary floating point
   * loses some.
   */
  JSON {
    @Override
    public void write(Totals totals, JournalSchema schema, Writer out) throws IOException {
      var factory = new JsonFactory();
      try (var json = factory.createGenerator(out)) {
        json.configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
        json.configure(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), true);
        json.setPrettyPrinter(new LinePerGroup());
        json.writeStartObject();
        json.writeStringField("day", totals.day().toString());
        json.writeArrayFieldStart("groups");
        for (var group : totals.groups()) {
          writeGroup(group, schema, json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  };

  private static final String ENTRIES = "entries";

  /** The one array is that of the groups. */
  private static final class LinePerGroup extends MinimalPrettyPrinter {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
      json.writeRaw('\n');
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(",\n");
    }
  }

  /**
   * Writes totals.
   *
   * @param schema of the entries that they are of
   * @param out stays the caller's, who flushes it
   */
  public abstract void write(Totals totals, JournalSchema schema, Writer out) throws IOException;

  private static List<String> header(JournalSchema schema) {
    List<String> names = new ArrayList<>();
    schema.keys().forEach(key -> names.add(key.name()));
    schema.measures().forEach(measure -> names.add(measure.name()));
    names.add(ENTRIES);
    return names;
  }

  private static List<@Nullable Object> fields(Group group) {
    List<@Nullable Object> fields = new ArrayList<>(group.keys());
    fields.addAll(group.sums());
    fields.add(group.entries());
    return fields;
  }

  /** Of each column, whether it has nothing but numbers. */
  private static List<Boolean> isNumber(Totals totals, JournalSchema schema) {
    List<Boolean> numbers = new ArrayList<>();
    for (int i = 0; i < schema.keys().size(); i++) {
      int key = i;
      numbers.add(
          totals.groups().stream()
              .map(group -> group.keys().get(key))
              .allMatch(value -> value == null || value instanceof Number));
    }
    schema.measures().forEach(measure -> numbers.add(true));
    numbers.add(true);
    return numbers;
  }

  private static void writeGroup(Group group, JournalSchema schema, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("keys");
    writeFields(schema.keys(), group.keys(), json);
    json.writeEndObject();
    json.writeObjectFieldStart("totals");
    writeFields(schema.measures(), group.sums(), json);
    json.writeEndObject();
    json.writeNumberField(ENTRIES, group.entries());
    json.writeEndObject();
  }

  private static void writeFields(
      List<Column> columns, List<? extends @Nullable Object> values, JsonGenerator json)
      throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.get(i).name());
      writeValue(values.get(i), json);
    }
  }

  private static void writeValue(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number whole) {
      json.writeNumber(whole.longValue());
    } else {
      json.writeString(ValueText.of(value));
    }
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
