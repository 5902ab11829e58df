package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.time.temporal.ChronoField.YEAR_OF_ERA;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What lies in a day, as SQL that means the same in every session, and that an index on the day's
 * column can answer.
 */
final class DayRange {
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .appendValue(YEAR_OF_ERA, 4, 5, SignStyle.NORMAL)
          .appendPattern("-MM-dd HH:mm:ss")
          .toFormatter(Locale.ROOT);

  /** No offset from UTC is larger. */
  private static final Duration MAX_OFFSET = Duration.ofHours(18);

  /**
   * Half-open.
   *
   * @param from the first moment
   * @param to the first moment behind it
   */
  private record Span(Instant from, Instant to) {}

  private DayRange() {}

  /**
   * The condition that an entry's day, of a type and in the schema's zone, is this one.
   *
   * @param day in the years 1 to 9999
   */
  static String condition(JournalSchema schema, ColumnType type, LocalDate day) {
    var column = schema.columnSql(schema.day());
    if (type == Fixed.TIMESTAMP_UTC) {
      return condition(column, spans(day, zone(schema)));
    }
    return type == Fixed.TIMESTAMP
        ? "%1$s >= TIMESTAMP '%2$s' AND %1$s < TIMESTAMP '%3$s'"
            .formatted(column, midnight(day), midnight(day.plusDays(1)))
        : "%s = DATE '%s'".formatted(column, day);
  }

  /**
   * The condition that an entry lies between the first moment of this day and the last. Said of a
   * date, too, by two comparisons: PostgreSQL walks an index backwards for a range, but not for one
   * value, whose entries it takes to have no order.
   */
  static String span(JournalSchema schema, ColumnType type, LocalDate day) {
    var column = schema.columnSql(schema.day());
    if (type == Fixed.TIMESTAMP) {
      return condition(schema, type, day);
    }
    if (type != Fixed.TIMESTAMP_UTC) {
      return "%1$s >= DATE '%2$s' AND %1$s <= DATE '%2$s'".formatted(column, day);
    }
    var spans = spans(day, zone(schema));
    return spans.isEmpty()
        ? condition(column, spans)
        : condition(
            column, List.of(new Span(spans.get(0).from(), spans.get(spans.size() - 1).to())));
  }

  private static String condition(String column, List<Span> spans) {
    var conditions =
        spans.stream()
            .map(
                span ->
                    "%1$s >= %2$s AND %1$s < %3$s"
                        .formatted(column, literal(span.from()), literal(span.to())))
            .toList();
    return switch (conditions.size()) {
      case 0 -> "false"; // a day that a country left out, to be on the date line's other side
      case 1 -> conditions.get(0);
      default -> conditions.stream().collect(joining(") OR (", "((", "))"));
    };
  }

  /**
   * The same of a day that is given as SQL. Where clocks are put back over midnight a day begins
   * earlier than the server says when it is asked for the moment of its midnight, which is then
   * two: so the index is asked for some hours more, and each entry for its day.
   *
   * @param day an expression of type {@code date}
   */
  static String condition(JournalSchema schema, ColumnType type, String day) {
    var column = schema.columnSql(schema.day());
    if (type == Fixed.TIMESTAMP_UTC) {
      return "%1$s >= ((%2$s)::timestamp AT TIME ZONE %3$s) - INTERVAL '6 hours' AND %1$s < ((%2$s + 1)::timestamp AT TIME ZONE %3$s) AND %4$s = %2$s"
          .formatted(column, day, zoneSql(zone(schema)), expression(schema, type));
    }
    return type == Fixed.TIMESTAMP
        ? "%1$s >= (%2$s)::timestamp AND %1$s < (%2$s + 1)::timestamp".formatted(column, day)
        : "%s = %s".formatted(column, day);
  }

  /**
   * The condition that an entry's day isn't before another, nor infinite. Of moments, the index is
   * asked for a day more, for no zone's day begins sooner.
   *
   * @param day an expression of type {@code date}
   */
  static String since(JournalSchema schema, ColumnType type, String day) {
    var column = schema.columnSql(schema.day());
    if (type == Fixed.TIMESTAMP_UTC) {
      return "%1$s >= (%2$s - 1)::timestamp AT TIME ZONE 'UTC' AND %1$s < TIMESTAMPTZ 'infinity' AND %3$s >= %2$s"
          .formatted(column, day, expression(schema, type));
    }
    return type == Fixed.TIMESTAMP
        ? "%1$s >= (%2$s)::timestamp AND %1$s < TIMESTAMP 'infinity'".formatted(column, day)
        : "%1$s >= %2$s AND %1$s < DATE 'infinity'".formatted(column, day);
  }

  /** The day of an entry, an expression of type {@code date}. */
  static String expression(JournalSchema schema, ColumnType type) {
    return expression(schema, type, schema.columnSql(schema.day()));
  }

  /**
   * The same of another row's.
   *
   * @param column the day's, as SQL
   */
  static String expression(JournalSchema schema, ColumnType type, String column) {
    if (type == Fixed.TIMESTAMP_UTC) {
      return "(%s AT TIME ZONE %s)::date".formatted(column, zoneSql(zone(schema)));
    }
    return type == Fixed.TIMESTAMP ? "(%s)::date".formatted(column) : column;
  }

  /**
   * Whether the server's clocks in the schema's zone show a day just when this JVM's do, an SQL
   * expression: rules change, and each has its own copy of them.
   */
  static String agreement(JournalSchema schema, LocalDate day) {
    if (schema.dayZone().isEmpty()) {
      return "true";
    }
    var edges =
        spans(day, zone(schema)).stream()
            .flatMap(
                span -> Stream.of(edge(schema, span.from(), day), edge(schema, span.to(), day)))
            .toList();
    return edges.isEmpty() ? "true" : edges.stream().collect(joining(" AND ", "(", ")"));
  }

  /** How to refuse what the server made of a day by clocks that don't show it as these do. */
  static JournalLoadException clocksDiffer(String strategy, JournalSchema schema, LocalDate day) {
    return new JournalLoadException(
        UNSUPPORTED,
        strategy,
        "the server's clocks in %s show %s at other times than this JVM's: update the older one's rules (tzdata), name the zone as Europe/Berlin is, or load by copy"
            .formatted(zone(schema), day));
  }

  /** That a moment and the one before don't both lie in a day, or neither. */
  private static String edge(JournalSchema schema, Instant moment, LocalDate day) {
    return "(%1$s = DATE '%3$s') <> (%2$s = DATE '%3$s')"
        .formatted(
            expression(schema, Fixed.TIMESTAMP_UTC, literal(moment)),
            expression(
                schema,
                Fixed.TIMESTAMP_UTC,
                "(" + literal(moment) + " - INTERVAL '1 microsecond')"),
            day);
  }

  private static ZoneId zone(JournalSchema schema) {
    return schema
        .dayZone()
        .orElseThrow(() -> new IllegalStateException("in no zone has this moment a day"));
  }

  /**
   * Offsets as an interval: in a zone's name PostgreSQL takes them for what POSIX does, the other
   * way round.
   */
  private static String zoneSql(ZoneId zone) {
    return zone.normalized() instanceof ZoneOffset offset
        ? "INTERVAL '%d seconds'".formatted(offset.getTotalSeconds())
        : "'" + zone.getId() + "'";
  }

  /**
   * When a zone's clocks show a day: one span that begins with the first moment that they show, but
   * none of a day that was left out, and more than one where clocks were put back from behind
   * midnight to before it.
   */
  private static List<Span> spans(LocalDate day, ZoneId zone) {
    var rules = zone.getRules();
    List<Span> spans = new ArrayList<>();
    var from = day.atStartOfDay().toInstant(ZoneOffset.UTC).minus(MAX_OFFSET);
    var end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).plus(MAX_OFFSET);
    while (from.isBefore(end)) {
      var offset = rules.getOffset(from);
      var next = rules.nextTransition(from);
      var to = next == null ? end : earlier(next.getInstant(), end);
      var first = later(from, day.atStartOfDay().toInstant(offset));
      var last = earlier(to, day.plusDays(1).atStartOfDay().toInstant(offset));
      if (first.isBefore(last)) {
        add(spans, new Span(first, last));
      }
      from = to;
    }
    return spans;
  }

  private static void add(List<Span> spans, Span span) {
    int before = spans.size() - 1;
    if (before >= 0 && spans.get(before).to().equals(span.from())) {
      spans.set(before, new Span(spans.get(before).from(), span.to()));
    } else {
      spans.add(span);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static String midnight(LocalDate day) {
    return MOMENT.format(day.atStartOfDay());
  }

  private static String literal(Instant moment) {
    var utc = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    return "TIMESTAMPTZ '%s+00%s'".formatted(MOMENT.format(utc), utc.getYear() < 1 ? " BC" : "");
  }
}
