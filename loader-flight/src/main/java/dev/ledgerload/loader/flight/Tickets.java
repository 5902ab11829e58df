package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Queries as the bytes of a Flight ticket or command.
 *
 * <p>Either a day alone, as {@code 2026-01-31}, which asks for all columns of its entries; or JSON
 * of at most {@value #MAX_BYTES} bytes:
 *
 * <pre>{@code
 * {"version": 2, "schema": "8d1f…", "day": "2026-01-31", "grain": "entry", "columns": ["id", "amount"], "maxAge": "PT1M"}
 * }</pre>
 *
 * <p>{@code schema} is the fingerprint of the schema that the client goes by, and must then be that
 * of the server's; left out, it is the server's, whatever that is, as it is with a day alone.
 * {@code grain} is {@code entry} (as if none is named) or {@code group}; {@code columns} are names
 * of columns, all of the grain if none are named; {@code maxAge} is {@link JournalQuery#maxAge()}
 * in ISO form. The query's timeout is the call's deadline.
 */
final class Tickets {
  static final int VERSION = 2;
  static final int MAX_BYTES = 32 << 10;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(
      int version,
      @Nullable String schema,
      @Nullable String day,
      @Nullable String grain,
      @Nullable List<String> columns,
      @Nullable String maxAge) {}

  private Tickets() {}

  /**
   * @param fingerprint of the schema whose columns the query names
   */
  static byte[] encode(JournalQuery query, String fingerprint) {
    var columns = query.columns();
    var json =
        new Json(
            VERSION,
            fingerprint,
            query.day().toString(),
            name(query.grain()),
            columns.equals(columns.allOf(query.grain()))
                ? null
                : columns.stream().map(Column::name).toList(),
            query.maxAge() == null ? null : query.maxAge().toString());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a ticket can't be written", e);
    }
  }

  /**
   * @param journal that is served
   * @param served what that is known by
   * @throws IllegalArgumentException if it isn't a ticket, or one of another schema; the message
   *     says what one is and repeats nothing of what came
   */
  static JournalQuery decode(byte[] ticket, JournalSchema journal, ServedName served) {
    if (ticket.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a ticket has at most %d bytes, not %d".formatted(MAX_BYTES, ticket.length));
    }
    if (ticket.length == 0 || ticket[0] != '{') {
      return JournalQuery.of(journal, day(new String(ticket, UTF_8)));
    }
    Json json;
    try {
      json = JSON.readValue(ticket, Json.class);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(
          "a ticket's JSON has version, schema, day, grain, columns and maxAge, each once and no others");
    }
    if (json.version() != VERSION) {
      throw new IllegalArgumentException("this server takes tickets of version " + VERSION);
    }
    if (json.schema() != null && !json.schema().equals(served.fingerprint())) {
      throw new IllegalArgumentException(
          "it serves %s by the schema %s, not by the ticket's: give client and server the same journal.properties, or a ticket without a schema"
              .formatted(served.journal(), served.fingerprint()));
    }
    var grain = grain(json.grain() == null ? name(Grain.ENTRY) : json.grain());
    var known = journal.of(grain).columns();
    var columns = json.columns() == null ? known : columns(known, json.columns());
    var maxAge = json.maxAge() == null ? null : duration(json.maxAge());
    return new JournalQuery(
        day(json.day() == null ? "" : json.day()),
        grain,
        columns,
        JournalQuery.DEFAULT_TIMEOUT,
        maxAge);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a ticket's day must be a date as 2026-01-31");
    }
  }

  static String name(Grain grain) {
    return grain.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is no such grain
   */
  static Grain grain(String name) {
    for (var grain : Grain.values()) {
      if (name(grain).equals(name)) {
        return grain;
      }
    }
    throw new IllegalArgumentException("the grain must be entry or group");
  }

  private static ColumnSet columns(ColumnSet known, List<String> names) {
    var columns = known.of(known.stream().filter(column -> names.contains(column.name())).toList());
    if (columns.isEmpty() || columns.size() != names.size()) {
      throw new IllegalArgumentException(
          "columns must be some of %s, each once"
              .formatted(known.stream().map(Column::name).collect(joining(", "))));
    }
    return columns;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("maxAge must be a duration as PT30S");
    }
  }
}
