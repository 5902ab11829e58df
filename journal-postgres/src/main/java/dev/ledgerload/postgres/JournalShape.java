package dev.ledgerload.postgres;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * A journal as the database describes it, and SQL that is made of that. None of it rests on what a
 * session can be set to: neither on its time zone nor on how it writes dates.
 *
 * @param schema what was described
 * @param day the day's column, whether or not it was asked for
 * @param columns those that were asked for, in that order
 * @param money which of them the database holds as {@code money}
 */
public record JournalShape(
    JournalSchema schema, ColumnSpec day, List<ColumnSpec> columns, Set<Column> money) {

  public JournalShape {
    columns = List.copyOf(columns);
    money = Set.copyOf(money);
  }

  /**
   * The whole condition for WHERE that an entry is one of a day: that it lies in the day, of its
   * zone if it has one, and meets the schema's filter. To be continued by {@code AND}. The day's
   * part is a comparison of the column with literals, so an index on it is of use.
   *
   * @param date in the years 1 to 9999
   */
  public String entriesOfSql(LocalDate date) {
    var condition = DayRange.condition(schema, day.type(), date);
    return schema.filter().map(filter -> condition + " AND (" + filter + "\n)").orElse(condition);
  }

  /** The day of an entry: an SQL expression of type {@code date}. */
  public String daySql() {
    return DayRange.expression(schema, day.type());
  }

  /** Whether the database holds a column as {@code money}. */
  public boolean isMoney(ColumnSpec spec) {
    return money.contains(spec.column());
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
    return scale == 0
        ? "(%s)::numeric".formatted(sql)
        : "(%s * 0.%s1)".formatted(sql, "0".repeat(scale - 1));
  }
}
