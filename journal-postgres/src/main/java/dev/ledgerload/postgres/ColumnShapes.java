package dev.ledgerload.postgres;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.DatabaseType.Held;
import dev.ledgerload.postgres.DatabaseType.Integral;
import dev.ledgerload.postgres.DatabaseType.Money;
import dev.ledgerload.postgres.DatabaseType.Numeric;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Column.Role;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds how a result's columns are held, and what is wrong with those that can't be. */
final class ColumnShapes {
  private static final String CAST = "cast it in a view or by query=";
  private static final String ANOTHER = ": name another column, or " + CAST;

  private final JournalSchema schema;
  private final NumericShape untyped;
  private final ResultSet result;
  private final List<ColumnSpec> specs = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  ColumnShapes(JournalSchema schema, NumericShape untyped, ResultSet result) {
    this.schema = schema;
    this.untyped = untyped;
    this.result = result;
  }

  /** Looks at one column; either the specs or the problems are one more. */
  void add(Column column, DatabaseType type) throws SQLException {
    if (refusesSettings(column, type)) {
      return;
    }
    var spec =
        switch (column.role()) {
          case DAY -> day(column, type);
          case KEY, CODE -> code(column, type);
          case MEASURE, TOTAL -> amount(column, type);
          case COUNT -> count(column, type);
          case PLAIN -> plain(column, type);
        };
    spec.ifPresent(specs::add);
  }

  /** The shapes of the columns that can be held. */
  List<ColumnSpec> specs() {
    return List.copyOf(specs);
  }

  /** What is wrong with the others, a sentence without a point each. */
  List<String> problems() {
    return problems;
  }

  /** What the schema says of a column must be something that can be said of its type. */
  private boolean refusesSettings(Column column, DatabaseType type) {
    int before = problems.size();
    if (schema.grain() == Grain.ENTRY
        && schema.digits(column).isPresent()
        && (!(type instanceof Numeric number) || number.isDeclared())) {
      refuse(
          column,
          "is of type %s, and column.%s.numeric is for a numeric declared without digits: leave that out"
              .formatted(type.name(), column));
    }
    if (schema.minorUnits(column).isPresent() && type instanceof Numeric) {
      refuse(
          column,
          "is of type %s, and measure.%s.scale is for integers: leave that out"
              .formatted(type.name(), column));
    }
    if (column.role() == Role.DAY
        && schema.dayZone().isPresent()
        && isOneOf(type, Fixed.DATE, Fixed.TIMESTAMP)) {
      refuse(
          column,
          "is of type %s, which has no time zone: leave day.zone out".formatted(type.name()));
    }
    return problems.size() > before;
  }

  private Optional<ColumnSpec> day(Column column, DatabaseType type) {
    if (!isOneOf(type, Fixed.DATE, Fixed.TIMESTAMP, Fixed.TIMESTAMP_UTC)) {
      return refuse(
          column,
          "is of type %s; a day must be date, timestamp or timestamp with time zone%s"
              .formatted(type.name(), ANOTHER));
    }
    if (isOneOf(type, Fixed.TIMESTAMP_UTC) && schema.dayZone().isEmpty()) {
      return refuse(
          column,
          "is of type %s, and in which day a moment lies depends on the time zone: say that of the books, as day.zone=Europe/Berlin"
              .formatted(type.name()));
    }
    return Optional.of(new ColumnSpec(column, ((Held) type).type()));
  }

  private Optional<ColumnSpec> code(Column column, DatabaseType type) throws SQLException {
    var form = form(column, type);
    if (form.isEmpty() || form.get().type() instanceof Code) {
      return form.map(coded -> coded.of(column));
    }
    if (!form.get().type().canBeKey()) {
      return refuse(
          column,
          "is of type %s, of which what is equal can be held in several ways, so that entries can't be grouped by it%s"
              .formatted(
                  type.name(),
                  column.role() == Role.KEY ? ANOTHER : ": name it in columns= instead of codes="));
    }
    return form.map(value -> value.coded().of(column));
  }

  private Optional<ColumnSpec> plain(Column column, DatabaseType type) throws SQLException {
    return form(column, type).map(form -> form.of(column));
  }

  private Optional<ColumnSpec> count(Column column, DatabaseType type) {
    return type instanceof Integral
        ? Optional.of(new ColumnSpec(column, Fixed.INT64))
        : refuse(
            column, "is of type %s; a number of entries must be bigint".formatted(type.name()));
  }

  private Optional<ColumnSpec> amount(Column column, DatabaseType type) throws SQLException {
    if (type instanceof Numeric number) {
      return (number.isDeclared()
              ? declared(column, number, Decimal.MAX_SUMMED_PRECISION, "summed")
              : Optional.of(
                  new Form(schema.digits(column).orElseGet(untyped::digits), true, false)))
          .map(form -> form.of(column));
    }
    var scale = schema.minorUnits(column);
    if (type instanceof Integral integral) {
      return Optional.of(integers(integral.digits(), scale.orElse(0)).of(column));
    }
    if (type instanceof Money) {
      return Optional.of(money(scale.isPresent() ? scale.getAsInt() : moneyScale()).of(column));
    }
    return refuse(
        column,
        "is of type %s; a measure must be numeric, an integer or money%s"
            .formatted(type.name(), ANOTHER));
  }

  /** How a column's values are held that nobody sums; empty if it was refused. */
  private Optional<Form> form(Column column, DatabaseType type) throws SQLException {
    if (type instanceof Held held) {
      return Optional.of(new Form(held.type(), false, false));
    }
    if (type instanceof Integral integral) {
      return Optional.of(new Form(integral.type(), false, false));
    }
    if (type instanceof Money) {
      return Optional.of(money(moneyScale()));
    }
    if (type instanceof Numeric number) {
      if (number.isDeclared()) {
        return declared(column, number, Decimal.MAX_PRECISION, "held");
      }
      if (schema.digits(column).isPresent()) {
        return schema.digits(column).map(digits -> new Form(digits, true, false));
      }
      return refuse(
          column,
          "is numeric without declared digits: say how many to hold, and how many of them behind the point, as column.%s.numeric=38,5"
              .formatted(column));
    }
    return refuse(
        column,
        "is of type %s, which can't be held exactly: %s"
            .formatted(
                type.name(),
                column.role() == Role.PLAIN || column.role() == Role.CODE
                    ? "leave it out, or " + CAST
                    : "name another column, or " + CAST));
  }

  private Optional<Form> declared(Column column, Numeric number, int most, String what) {
    return number.digits() <= most
        ? Optional.of(
            new Form(new Decimal(number.digits(), Math.max(0, number.scale())), false, false))
        : refuse(
            column,
            "is %s; at most %d digits before and after the point can be %s: declare fewer, or %s"
                .formatted(number.name(), most, what, CAST));
  }

  private static Form integers(int digits, int scale) {
    return new Form(new Decimal(Math.max(digits, scale), scale), false, true);
  }

  private static Form money(int scale) {
    return integers(Money.DIGITS, scale);
  }

  private int moneyScale() throws SQLException {
    return DatabaseType.moneyScale(result);
  }

  private static boolean isOneOf(DatabaseType type, Fixed... some) {
    return type instanceof Held held && List.of(some).contains(held.type());
  }

  private <T> Optional<T> refuse(Column column, String problem) {
    problems.add("column %s of %s %s".formatted(schema.columnSql(column), schema.title(), problem));
    return Optional.empty();
  }

  /** A column's shape without the column. */
  private record Form(ColumnType type, boolean assumed, boolean integers) {
    ColumnSpec of(Column column) {
      return new ColumnSpec(column, type, assumed, integers);
    }

    Form coded() {
      return new Form(new Code(type), assumed, integers);
    }
  }
}
