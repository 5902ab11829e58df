package dev.ledgerload.spark;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.spark.PushedTotals.Total.What;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Sums and counts by columns, that the database is to make.
 *
 * @param keys what is grouped by, of each an SQL expression, in order
 * @param totals sums and counts
 * @param types of the keys, then of the totals
 * @param kinds how each of these is read from the database's answer
 * @param isWhole whether what comes of one partition is the answer
 */
record PushedTotals(
    List<String> keys, List<Total> totals, StructType types, List<ValueKind> kinds, boolean isWhole)
    implements Serializable {
  /**
   * A sum or a count.
   *
   * @param sql it as an SQL expression
   * @param what is added up
   * @param column of which; empty for entries
   */
  record Total(String sql, What what, String column) implements Serializable {
    enum What {
      ENTRIES,
      /** One for each value that isn't NULL. */
      VALUES,
      AMOUNTS
    }
  }

  PushedTotals {
    keys = List.copyOf(keys);
    totals = List.copyOf(totals);
    kinds = List.copyOf(kinds);
  }

  /**
   * What Spark asks for.
   *
   * @param isWhole whether what comes of one partition is the answer; else Spark sums up what comes
   *     of all, and takes a sum as if it were a value of the column
   * @return empty if the database can't do it exactly
   */
  static Optional<PushedTotals> of(Aggregation asked, JournalShape shape, boolean isWhole) {
    if (asked.groupByExpressions().length + asked.aggregateExpressions().length == 0) {
      return Optional.empty(); // one row, of constants
    }
    var building = new Building(shape, isWhole);
    for (var key : asked.groupByExpressions()) {
      if (!building.addKey(key)) {
        return Optional.empty();
      }
    }
    for (var total : asked.aggregateExpressions()) {
      if (!building.addTotal(total)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new PushedTotals(building.keys, building.totals, building.types, building.kinds, isWhole));
  }

  /** The columns of the select list, keys first. */
  String selectList() {
    return Stream.concat(keys.stream(), totals.stream().map(Total::sql)).collect(joining(", "));
  }

  /** {@code GROUP BY} and the keys; empty if there are none. */
  String groupBy() {
    return keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
  }

  /**
   * A query for them of a day's groups by all of the journal's keys.
   *
   * @param journal whose columns these totals are of
   * @param from the table of the groups, as SQL
   * @param where the condition on its rows
   * @return empty if the groups don't say it
   */
  Optional<String> ofGroups(JournalSchema journal, GroupsSql groups, String from, String where) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      var name = types.fieldNames()[i];
      int key = names(journal.keys()).indexOf(name);
      if (key < 0 && !name.equals(journal.day().name())) {
        return Optional.empty();
      }
      selected.add(key < 0 ? "g.d" : groups.keyNames().get(key));
    }
    var groupBy = selected.isEmpty() ? "" : " GROUP BY " + String.join(", ", selected);
    for (var total : totals) {
      int measure = names(journal.measures()).indexOf(total.column());
      if (total.what() == What.ENTRIES) {
        selected.add("coalesce(sum(g.n), 0)");
      } else if (total.what() == What.AMOUNTS && measure >= 0) {
        selected.add("sum(%s)".formatted(groups.sumNames().get(measure)));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(
        "SELECT %s FROM (%s) AS g%s"
            .formatted(String.join(", ", selected), groups.groupsByDay(from, where), groupBy));
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  private static final class Building {
    private final JournalShape shape;
    private final boolean isWhole;
    private final List<String> keys = new ArrayList<>();
    private final List<Total> totals = new ArrayList<>();
    private final List<ValueKind> kinds = new ArrayList<>();
    private StructType types = new StructType();

    Building(JournalShape shape, boolean isWhole) {
      this.shape = shape;
      this.isWhole = isWhole;
    }

    private boolean addKey(Expression expression) {
      var spec = column(expression).filter(one -> one.values() instanceof Decimal || isKey(one));
      spec.ifPresent(
          key -> {
            keys.add(shape.keySql(key));
            add(
                key.column().name(),
                SparkTypes.of(List.of(key)).fields()[0].dataType(),
                ValueKind.of(key.values()));
          });
      return spec.isPresent();
    }

    /** Whether equal values are held alike, and are read from an answer as what they are. */
    private static boolean isKey(ColumnSpec spec) {
      return spec.values().canBeKey() && spec.values() != Variable.BYTES;
    }

    private boolean addTotal(AggregateFunc function) {
      if (function instanceof CountStar) {
        addCount(new Total("count(*)", What.ENTRIES, ""));
        return true;
      }
      if (function instanceof Count count && !count.isDistinct()) {
        var spec = column(count.column());
        spec.ifPresent(
            one ->
                addCount(
                    new Total(
                        "count(%s)".formatted(shape.schema().columnSql(one.column())),
                        What.VALUES,
                        one.column().name())));
        return spec.isPresent();
      }
      if (function instanceof Sum sum && !sum.isDistinct()) {
        var spec = column(sum.column());
        return spec.isPresent() && addSum(spec.get());
      }
      return false;
    }

    private void addCount(Total count) {
      totals.add(count);
      add(count.sql(), DataTypes.LongType, ValueKind.WHOLE);
    }

    private boolean addSum(ColumnSpec spec) {
      var name = spec.column().name();
      if (spec.values() instanceof Decimal digits) {
        totals.add(new Total(shape.sumSql(spec), What.AMOUNTS, name));
        int precision = isWhole ? Math.min(38, digits.precision() + 10) : digits.precision();
        add(
            "sum(%s)".formatted(name),
            DataTypes.createDecimalType(precision, digits.scale()),
            ValueKind.NUMBER);
        return true;
      }
      if (spec.values() == Fixed.INT16
          || spec.values() == Fixed.INT32
          || spec.values() == Fixed.INT64) {
        totals.add(
            new Total(
                "sum(%s)".formatted(shape.schema().columnSql(spec.column())), What.AMOUNTS, name));
        add("sum(%s)".formatted(name), DataTypes.LongType, ValueKind.WHOLE);
        return true;
      }
      return false;
    }

    private void add(String name, DataType type, ValueKind kind) {
      types = types.add(name, type, true);
      kinds.add(kind);
    }

    private Optional<ColumnSpec> column(Expression expression) {
      return expression instanceof NamedReference reference && reference.fieldNames().length == 1
          ? shape.columns().stream()
              .filter(spec -> spec.column().name().equals(reference.fieldNames()[0]))
              .findFirst()
          : Optional.empty();
    }
  }
}
