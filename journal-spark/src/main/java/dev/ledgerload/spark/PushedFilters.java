package dev.ledgerload.spark;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Filters that Spark offers: which days they name, and which the database can do exactly. */
final class PushedFilters {
  /*
   * Spark evaluates whatever isn't taken over. So nothing is taken that the database might see
   * otherwise: no order of texts, which is a collation's, and no comparison of floating-point
   * numbers, of which Spark has its own ideas about NaN.
   */
  private final JournalShape shape;
  private final Map<String, ColumnSpec> columns = new HashMap<>();
  private final List<Predicate> taken = new ArrayList<>();
  private final List<Predicate> left = new ArrayList<>();
  private final StringBuilder conditions = new StringBuilder();
  private Days days = Days.ALL;
  private boolean isOfDays;

  PushedFilters(JournalShape shape) {
    this.shape = shape;
    shape.columns().forEach(spec -> columns.put(spec.column().name(), spec));
  }

  void offer(Predicate predicate) {
    var named = days(predicate);
    if (named.isPresent()) {
      days = days.and(named.get());
      isOfDays = true;
    }
    if (isExactForDays() && named.isPresent()) {
      taken.add(predicate);
      return;
    }
    var condition = condition(predicate);
    if (condition.isPresent()) {
      conditions.append(" AND ").append(condition.get());
      taken.add(predicate);
    } else {
      left.add(predicate);
    }
  }

  /** Those that Spark need not evaluate any more. */
  Predicate[] taken() {
    return taken.toArray(Predicate[]::new);
  }

  /** Those that it has to. */
  Predicate[] left() {
    return left.toArray(Predicate[]::new);
  }

  /** The days of all rows that may meet the filters. */
  Days days() {
    return days;
  }

  /** Whether any filter says which days. */
  boolean isOfDays() {
    return isOfDays;
  }

  /** What is to be added to a WHERE clause; empty for nothing. */
  String conditions() {
    return conditions.toString();
  }

  /** Whether the days' column has days, rather than moments that lie in them. */
  private boolean isExactForDays() {
    return shape.day().type() == Fixed.DATE;
  }

  /** The days of which a row is that meets it; empty if it is about something else. */
  private Optional<Days> days(Predicate predicate) {
    var children = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> both(children, Days::and);
      case "OR" -> both(children, Days::or);
      case "ALWAYS_FALSE" -> Optional.of(Days.NONE);
      case "IS_NOT_NULL" -> isDay(children[0]) ? Optional.of(Days.ALL) : Optional.empty();
      case "IN" -> isDay(children[0]) ? anyOf(children) : Optional.empty();
      case "=", "<=>", "<", "<=", ">", ">=" -> compared(predicate.name(), children);
      default -> Optional.empty();
    };
  }

  private Optional<Days> both(Expression[] children, BinaryOperator<Days> joined) {
    var one = days((Predicate) children[0]);
    var other = days((Predicate) children[1]);
    return one.isPresent() && other.isPresent()
        ? Optional.of(joined.apply(one.get(), other.get()))
        : Optional.empty();
  }

  private Optional<Days> anyOf(Expression[] children) {
    var days = Days.NONE;
    for (var child : List.of(children).subList(1, children.length)) {
      var day = day(child);
      if (day == null && !isNull(child)) {
        return Optional.empty();
      }
      days = day == null ? days : days.or(Days.of(day));
    }
    return Optional.of(days);
  }

  private Optional<Days> compared(String operator, Expression[] children) {
    boolean isTurned = isDay(children[1]);
    var day = isTurned || isDay(children[0]) ? day(children[isTurned ? 0 : 1]) : null;
    if (day == null) {
      return Optional.empty();
    }
    // Of a moment its day may have rows before it and after it.
    int strictly = isExactForDays() ? 1 : 0;
    return Optional.of(
        switch (isTurned ? turned(operator) : operator) {
          case "<" -> Days.until(day.minusDays(strictly));
          case "<=" -> Days.until(day);
          case ">" -> Days.from(day.plusDays(strictly));
          case ">=" -> Days.from(day);
          default -> Days.of(day);
        });
  }

  private static String turned(String operator) {
    return operator.startsWith("<") && !operator.equals("<=>")
        ? operator.replace('<', '>')
        : operator.startsWith(">") ? operator.replace('>', '<') : operator;
  }

  private boolean isDay(Expression expression) {
    return name(expression).filter(shape.day().column().name()::equals).isPresent();
  }

  /** The day that a literal lies in; null if it is none. */
  private @Nullable LocalDate day(Expression expression) {
    if (!(expression instanceof Literal<?> literal) || literal.value() == null) {
      return null;
    }
    return switch ((Fixed) shape.day().type()) {
      case DATE -> LocalDate.ofEpochDay((Integer) literal.value());
      case TIMESTAMP -> moment((Long) literal.value(), ZoneOffset.UTC);
      default -> moment((Long) literal.value(), shape.schema().dayZone().orElse(ZoneOffset.UTC));
    };
  }

  private static LocalDate moment(long micros, ZoneId zone) {
    var moment =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    return LocalDateTime.ofInstant(moment, zone).toLocalDate();
  }

  private static boolean isNull(Expression expression) {
    return expression instanceof Literal<?> literal && literal.value() == null;
  }

  private static Optional<String> name(Expression expression) {
    return expression instanceof NamedReference reference && reference.fieldNames().length == 1
        ? Optional.of(reference.fieldNames()[0])
        : Optional.empty();
  }

  private Optional<ColumnSpec> column(Expression expression) {
    return name(expression).map(columns::get);
  }

  /** It as a condition in SQL, if the database sees it just as Spark does. */
  private Optional<String> condition(Predicate predicate) {
    var children = predicate.children();
    return switch (predicate.name()) {
      case "IS_NULL" -> column(children[0]).map(spec -> sql(spec) + " IS NULL");
      case "IS_NOT_NULL" -> column(children[0]).map(spec -> sql(spec) + " IS NOT NULL");
      case "=" ->
          column(children[1]).isPresent()
              ? isAnyOf(children[1], Stream.of(children[0]))
              : isAnyOf(children[0], Stream.of(children[1]));
      case "IN" -> isAnyOf(children[0], Arrays.stream(children).skip(1));
      default -> Optional.empty();
    };
  }

  private Optional<String> isAnyOf(Expression column, Stream<Expression> values) {
    var spec = column(column).filter(PushedFilters::isComparable);
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    List<String> literals = new ArrayList<>();
    for (var value : values.toList()) {
      var literal =
          value instanceof Literal<?> one ? literal(spec.get(), one) : Optional.<String>empty();
      if (literal.isEmpty()) {
        return Optional.empty();
      }
      literals.add(literal.get());
    }
    return Optional.of(
        "%s IN (%s)".formatted(shape.keySql(spec.get()), String.join(", ", literals)));
  }

  private static boolean isComparable(ColumnSpec spec) {
    return !spec.integers()
        && (spec.values() instanceof Decimal
            || spec.values() == Variable.TEXT
            || (spec.values() instanceof Fixed fixed && isComparable(fixed)));
  }

  private static boolean isComparable(Fixed type) {
    return switch (type) {
      case BOOLEAN, INT16, INT32, INT64, DATE, UUID -> true;
      default -> false;
    };
  }

  private String sql(ColumnSpec spec) {
    return shape.schema().columnSql(spec.column());
  }

  /** A literal of the column's type; empty if there is none. */
  private static Optional<String> literal(ColumnSpec spec, Literal<?> literal) {
    var value = literal.value();
    ColumnType type = spec.values();
    if (value == null) {
      return Optional.of("NULL");
    }
    if (value instanceof UTF8String text) {
      return type == Fixed.UUID ? uuid(text.toString()) : Optional.of(quoted(text.toString()));
    }
    if (type == Fixed.DATE) {
      var day = LocalDate.ofEpochDay((Integer) value);
      return Days.of(day).spans().isEmpty() // a year that SQL has no such literal for
          ? Optional.empty()
          : Optional.of("DATE '%s'".formatted(day));
    }
    if (value instanceof org.apache.spark.sql.types.Decimal number) {
      BigDecimal exact = number.toJavaBigDecimal();
      return Optional.of("'%s'::numeric".formatted(exact.toPlainString()));
    }
    return value instanceof Number || value instanceof Boolean
        ? Optional.of(value.toString())
        : Optional.empty();
  }

  /** As the database writes it, or else no value of it is this text. */
  private static Optional<String> uuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of("'%s'::uuid".formatted(text))
        : Optional.empty();
  }

  /** Whatever the session's setting of backslashes. */
  private static String quoted(String text) {
    return text.indexOf('\0') >= 0
        ? "NULL" // no text of PostgreSQL's has it
        : "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
