package dev.ledgerload.spi;

import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.PropertyLines.Line;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads and writes a {@link JournalSchema} as a {@code journal.properties}. */
final class SchemaProperties {
  private static final Pattern OF_A_COLUMN =
      Pattern.compile("(measure)\\.(.+)\\.(scale)|(column)\\.(.+)\\.(numeric|sql)");
  private static final Pattern SCALE = Pattern.compile("[0-9]{1,3}");
  private static final Pattern DIGITS = Pattern.compile("([0-9]{1,3})\\s*,\\s*([0-9]{1,3})");
  private static final String KEYS =
      "table, query, day, day.zone, keys, measures, measure.NAME.scale, codes, columns,"
          + " column.NAME.numeric, column.NAME.sql, filter, totals";
  private static final Set<String> WHOLE =
      Set.of(
          "table",
          "query",
          "day",
          "day.zone",
          "keys",
          "measures",
          "codes",
          "columns",
          "filter",
          "totals");
  private static final int NO_LINE = Integer.MAX_VALUE;

  private final JournalSchemaBuilder builder = new JournalSchemaBuilder();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<Integer, List<String>> problems = new TreeMap<>();

  private SchemaProperties() {}

  /**
   * @throws IllegalArgumentException that names all that is wrong, by line
   */
  static JournalSchema parse(String text, String title) {
    var reading = new SchemaProperties();
    PropertyLines.of(text).forEach(reading::read);
    reading
        .builder
        .problems()
        .forEach(
            problem ->
                reading.refuse(
                    reading.lines.getOrDefault(problem.key(), NO_LINE),
                    problem.key() + ": " + problem.text()));
    reading.requireNoProblem(title);
    return reading.builder.build();
  }

  /** Whether there is a key of this name. */
  static boolean isKey(String name) {
    return OF_A_COLUMN.matcher(name).matches() || WHOLE.contains(name);
  }

  private void requireNoProblem(String title) {
    List<String> texts = new ArrayList<>();
    problems.forEach(
        (line, found) ->
            found.forEach(one -> texts.add(line == NO_LINE ? one : "line " + line + ": " + one)));
    if (!texts.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has %s:\n  %s"
              .formatted(
                  title,
                  texts.size() == 1 ? "a problem" : texts.size() + " problems",
                  String.join("\n  ", texts)));
    }
  }

  private void refuse(int line, String text) {
    problems.computeIfAbsent(line, key -> new ArrayList<>()).add(text);
  }

  private void read(Line line) {
    var earlier = lines.putIfAbsent(line.key(), line.number());
    if (!line.isReadable()) {
      refuse(line.number(), "\\u isn't followed by four hexadecimal digits: write \\\\u for a \\u");
    } else if (earlier != null) {
      refuse(
          line.number(),
          "%s: line %d says it already: leave one of them out".formatted(line.key(), earlier));
    } else {
      set(line);
    }
  }

  private void set(Line line) {
    var value = line.value();
    switch (line.key()) {
      case "table" -> builder.table(value);
      case "query" -> builder.query(value);
      case "day" -> builder.day(value);
      case "day.zone" -> setZone(line);
      case "keys" -> builder.keys(names(value));
      case "measures" -> builder.measures(names(value));
      case "codes" -> builder.codes(names(value));
      case "columns" -> builder.columns(names(value));
      case "filter" -> builder.filter(value);
      case "totals" -> setTotals(line);
      default -> setOfColumn(line);
    }
  }

  private static String[] names(String list) {
    return list.isEmpty()
        ? new String[0]
        : Arrays.stream(list.split(",", -1)).map(String::strip).toArray(String[]::new);
  }

  private void setZone(Line line) {
    try {
      builder.dayZone(ZoneId.of(line.value()));
    } catch (DateTimeException e) {
      refuse(line, "must be a time zone, as Europe/Berlin or UTC");
    }
  }

  private void setTotals(Line line) {
    switch (line.value()) {
      case "all" -> builder.onlyPositiveTotals(false);
      case "positive" -> builder.onlyPositiveTotals(true);
      default -> refuse(line, "must be all or positive");
    }
  }

  private void setOfColumn(Line line) {
    var key = OF_A_COLUMN.matcher(line.key());
    if (!key.matches()) {
      refuse(line.number(), "there is no key \"%s\"; there are: %s".formatted(line.key(), KEYS));
    } else if (key.group(1) != null) {
      setScale(line, key.group(2));
    } else if (key.group(6).equals("sql")) {
      builder.sqlName(key.group(5), line.text()); // blanks and all, as any name of PostgreSQL
    } else {
      setDigits(line, key.group(5));
    }
  }

  private void setScale(Line line, String measure) {
    if (SCALE.matcher(line.value()).matches()) {
      builder.minorUnits(measure, Integer.parseInt(line.value()));
    } else {
      refuse(line, "must be the digits behind the point that the integers count, as 2 for cents");
    }
  }

  private void setDigits(Line line, String column) {
    var digits = digits(line.value());
    if (digits.isPresent()) {
      builder.numeric(column, digits.get());
    } else {
      refuse(
          line,
          "must be all digits, from 1 to %d, and those of them behind the point, as 38,5"
              .formatted(Decimal.MAX_PRECISION));
    }
  }

  private static Optional<Decimal> digits(String text) {
    var digits = DIGITS.matcher(text);
    try {
      return digits.matches()
          ? Optional.of(
              new Decimal(Integer.parseInt(digits.group(1)), Integer.parseInt(digits.group(2))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void refuse(Line line, String problem) {
    refuse(line.number(), "%s: %s, not \"%s\"".formatted(line.key(), problem, line.value()));
  }

  /** As {@link #parse} reads it. */
  static String write(Map<String, String> settings) {
    var text = new StringBuilder();
    settings.forEach(
        (key, value) ->
            text.append(escaped(key, " :=#!")).append('=').append(escaped(value, "")).append('\n'));
    return text.toString();
  }

  /** With a backslash before backslashes, a blank at the beginning and all of {@code signs}. */
  private static String escaped(String text, String signs) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '\f' -> escaped.append("\\f");
        default -> {
          if (c == '\\' || (c == ' ' && i == 0) || signs.indexOf(c) >= 0) {
            escaped.append('\\');
          }
          escaped.append(c);
        }
      }
    }
    return escaped.toString();
  }
}
