package dev.ledgerload.reports.results;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON and back: a field for each component, by its name. These names are promises to
 * other programs, which tests hold against written files.
 *
 * <p>A figure that isn't there, NaN or infinite, is {@code null}. A component that may be {@code
 * null} may be absent; any other has to be there. Fields that aren't known are passed over: a later
 * writer of the same schema version may add some. A complaint says which field of which object is
 * wrong.
 */
public final class RecordJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new Components())
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new FiniteOrNull())
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addDeserializer(double.class, new NumberOrNaN())
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantText()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static final Map<Class<?>, String> KINDS =
      Map.of(
          String.class, "text",
          Instant.class, "a time like 2026-01-31T12:00:00Z",
          boolean.class, "true or false",
          int.class, "a whole number",
          long.class, "a whole number",
          Long.class, "a whole number",
          double.class, "a number",
          Double.class, "a number");

  private RecordJson() {}

  /** On one line, without its end. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON", e);
    }
  }

  /** Indented, for a file of its own. */
  public static String text(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON", e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if it isn't JSON, or lacks a field or has a wrong one
   */
  public static <T> T parse(String json, Class<T> type) {
    try {
      return bound(tree(json), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a file that has a {@code schemaVersion}.
   *
   * @param latestVersion that version, or an earlier one, is what {@code type} takes
   * @throws ReportException if there is no such file, it isn't JSON, has another schema version, or
   *     lacks a field or has a wrong one; the message names the file and what is wrong
   */
  public static <T> T read(Path file, Class<T> type, int latestVersion) {
    try {
      JsonNode json = tree(Files.readString(file));
      JsonNode version = json.path("schemaVersion");
      if (version.isIntegralNumber()
          && (version.longValue() < 1 || version.longValue() > latestVersion)) {
        throw new IllegalArgumentException(
            "schemaVersion %s is not known, only %s"
                .formatted(
                    version,
                    latestVersion == 1
                        ? "1 is"
                        : "those from 1 to %d are".formatted(latestVersion)));
      }
      return bound(json, type);
    } catch (JsonProcessingException e) {
      throw new ReportException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (NoSuchFileException e) {
      throw new ReportException("%s: there is no such file".formatted(file), e);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw new ReportException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static JsonNode tree(String text) throws JsonProcessingException {
    JsonNode json = MAPPER.readTree(text);
    if (!json.isObject()) {
      throw new IllegalArgumentException("must be a JSON object");
    }
    return json;
  }

  private static <T> T bound(JsonNode json, Class<T> type) throws JsonProcessingException {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(place(e) + complaint(e), e);
    }
  }

  /** {@code cells[3].phase}. */
  private static String place(JsonMappingException wrong) {
    var place = new StringBuilder();
    for (JsonMappingException.Reference step : wrong.getPath()) {
      if (step.getFieldName() == null) {
        place.append('[').append(step.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return place.toString();
  }

  private static String complaint(JsonMappingException wrong) {
    if (wrong.getCause() instanceof IllegalArgumentException refused) {
      return (wrong.getPath().isEmpty() ? "" : ": ") + refused.getMessage();
    }
    String message = wrong.getOriginalMessage();
    if (wrong instanceof InvalidNullException || message.startsWith("Missing required")) {
      return " is missing";
    }
    if (!(wrong instanceof MismatchedInputException typed) || typed.getTargetType() == null) {
      return ": " + message;
    }
    Class<?> type = typed.getTargetType();
    if (wrong instanceof InvalidFormatException unknown && type.isEnum()) {
      return ": \"%s\" is not known, only %s are"
          .formatted(unknown.getValue(), MAPPER.valueToTree(type.getEnumConstants()));
    }
    String other = Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    return " must be " + KINDS.getOrDefault(type, other);
  }

  /** What a record's types say of its JSON. */
  private static final class Components extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
      return isNeeded(member) ? Boolean.TRUE : super.hasRequiredMarker(member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated member) {
      return isNeeded(member) && member.getRawType() != double.class
          ? JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)
          : super.findSetterInfo(member);
    }

    @Override
    public Class<?> findEnumNamingStrategy(MapperConfig<?> config, AnnotatedClass type) {
      return EnumNamingStrategies.KebabCaseStrategy.class;
    }

    private boolean isNeeded(Annotated member) {
      return member instanceof AnnotatedParameter component
          && super.findSetterInfo(component).nonDefaultValueNulls() == null
          && !((Executable) component.getOwner().getAnnotated())
              .getAnnotatedParameterTypes()[component.getIndex()].isAnnotationPresent(
                  Nullable.class);
    }
  }

  private static final class FiniteOrNull extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  private static final class NumberOrNaN extends StdScalarDeserializer<Double> {
    private static final long serialVersionUID = 1;

    NumberOrNaN() {
      super(double.class);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.currentToken().isNumeric()
          ? json.getDoubleValue()
          : (Double) context.handleUnexpectedToken(double.class, json);
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }

  private static final class InstantText extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    InstantText() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) throws IOException {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "no time");
      }
    }
  }
}
