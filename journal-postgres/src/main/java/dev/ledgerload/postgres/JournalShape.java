package dev.ledgerload.postgres;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A journal as the database describes it, and SQL that is made of that. None of it rests on what a
 * session can be set to: neither on its time zone nor on how it writes dates.
 *
 * @param schema what was described
 * @param day the day's column, whether or not it was asked for
 * @param columns those that were asked for, in that order
 * @param forms in which form the database has those of them that aren't of {@link Form#VALUE}
 */
public record JournalShape(
    JournalSchema schema, ColumnSpec day, List<ColumnSpec> columns, Map<Column, Form> forms) {

  /** What there is to say in SQL for a column's values to be those that tables hold. */
  public enum Form {
    /** Nothing: where values are equal they are held alike. */
    VALUE,
    /** Texts, which a collation can have equal, or in an order, that aren't so by their bytes. */
    TEXT,
    /** Those of {@code character}, of which blanks at the end don't count. */
    PADDED_TEXT,
    /** What is a text by another name, as {@code citext} and an enum's labels. */
    OTHER_TEXT,
    /** Of {@code money}, which is a number by a setting of the session. */
    MONEY
  }

  public JournalShape {
    columns = List.copyOf(columns);
    forms = Map.copyOf(forms);
  }

  private Form form(ColumnSpec spec) {
    return forms.getOrDefault(spec.column(), Form.VALUE);
  }

  /**
   * The whole condition for WHERE that an entry is one of a day: that it lies in the day, of its
   * zone if it has one, and meets the schema's filter. To be continued by {@code AND}. The day's
   * part is a comparison of the column with literals, so an index on it is of use.
   *
   * @param date in the years 1 to 9999
   */
  public String entriesOfSql(LocalDate date) {
    return filtered(DayRange.condition(schema, day.type(), date));
  }

  /**
   * A condition that all of a day's entries meet, and hardly another: one range of the day's
   * column, so that an index has its entries at hand from either end, in the column's order.
   *
   * @param date in the years 1 to 9999
   */
  public String spanOfSql(LocalDate date) {
    return filtered(DayRange.span(schema, day.type(), date));
  }

  /**
   * As {@link #entriesOfSql(LocalDate)}, of a day that is an SQL expression of type {@code date},
   * as a parameter. An index on the day's column is of use here, too.
   */
  public String entriesOfSql(String date) {
    return filtered(DayRange.condition(schema, day.type(), date));
  }

  /**
   * The whole condition that an entry's day isn't before another, nor infinite, and that it meets
   * the schema's filter; as {@link #entriesOfSql(String)}.
   */
  public String entriesSinceSql(String date) {
    return filtered(DayRange.since(schema, day.type(), date));
  }

  private String filtered(String condition) {
    return schema.filter().map(filter -> condition + " AND (" + filter + "\n)").orElse(condition);
  }

  /** The day of an entry: an SQL expression of type {@code date}. */
  public String daySql() {
    return DayRange.expression(schema, day.type());
  }

  /**
   * The same of a row by another name.
   *
   * @param row as SQL
   */
  String daySql(String row) {
    return DayRange.expression(schema, day.type(), row + "." + schema.columnSql(schema.day()));
  }

  /**
   * Whether the server finds in a day by {@link #daySql()} what {@link #entriesOfSql} does, an SQL
   * expression. Not so where its rules for the clocks of the schema's zone are other than this
   * JVM's, as they are after a country has changed them and one of the two wasn't updated.
   */
  public String clocksAgreeSql(LocalDate date) {
    return DayRange.agreement(schema, date);
  }

  /**
   * Refuses a day that the server finds otherwise than {@link #entriesOfSql} does.
   *
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED}
   */
  public void requireClocksAgree(Connection connection, String strategy, LocalDate date)
      throws SQLException {
    if (schema.dayZone().isEmpty()) {
      return;
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT " + clocksAgreeSql(date))) {
      rows.next();
      if (!rows.getBoolean(1)) {
        throw DayRange.clocksDiffer(strategy, schema, date);
      }
    }
  }

  /** Whether the database holds a column as {@code money}. */
  public boolean isMoney(ColumnSpec spec) {
    return form(spec) == Form.MONEY;
  }

  /**
   * An amount's exact value: an SQL expression of type {@code numeric}. That of integers and of
   * {@code money}, whatever {@code lc_monetary} is, has the measure's scale; that of a {@code
   * numeric} is the column itself.
   */
  public String amountSql(ColumnSpec measure) {
    var sql = schema.columnSql(measure.column());
    if (!measure.integers()) {
      return sql;
    }
    int scale = measure.digits().scale();
    if (isMoney(measure)) { // as a number it has the session's digits, all of them
      return "round((%1$s)::numeric * 10::numeric ^ (scale((%1$s)::numeric) - %2$d), %2$d)"
          .formatted(sql, scale);
    }
    return scaled(sql, scale);
  }

  /**
   * The exact sum of a measure's amounts: an SQL expression of type {@code numeric}. Integers are
   * summed as they are, which is quicker, and then brought to their scale.
   */
  public String sumSql(ColumnSpec measure) {
    return measure.integers() && !isMoney(measure)
        ? scaled("sum(%s)".formatted(schema.columnSql(measure.column())), measure.digits().scale())
        : "sum(%s)".formatted(amountSql(measure));
  }

  private static String scaled(String integer, int scale) {
    return scale == 0
        ? "(%s)::numeric".formatted(integer)
        : "(%s * 0.%s1)".formatted(integer, "0".repeat(scale - 1));
  }

  /**
   * A key as entries are grouped and ordered by it: an SQL expression that is equal, and has an
   * order, as the values that tables hold. So texts are told apart by their bytes.
   */
  public String keySql(ColumnSpec key) {
    var sql = schema.columnSql(key.column());
    return switch (form(key)) {
      case VALUE -> sql;
      case TEXT -> sql + " COLLATE \"C\"";
      case PADDED_TEXT -> "textin(bpcharout(%s)) COLLATE \"C\"".formatted(sql); // keeps blanks
      case OTHER_TEXT -> "(%s)::text COLLATE \"C\"".formatted(sql);
      case MONEY -> numeric(amountSql(key), key.digits());
    };
  }

  private static String numeric(String number, Decimal digits) {
    return "%s::numeric(%d, %d)".formatted(number, digits.precision(), digits.scale());
  }

  /** A key as it is in an index by which entries can be grouped. */
  public String indexedKeySql(ColumnSpec key) {
    return form(key) == Form.TEXT ? keySql(key) : schema.columnSql(key.column());
  }
}
