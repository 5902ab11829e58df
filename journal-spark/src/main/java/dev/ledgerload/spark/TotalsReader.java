package dev.ledgerload.spark;

import dev.ledgerload.postgres.PostgresSnapshot;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/** Has the database make a day's totals. */
final class TotalsReader implements PartitionReader<InternalRow> {
  private final DayTask task;
  private final DayPart part;
  private final PushedTotals totals;
  private @Nullable Iterator<InternalRow> rows;
  private @Nullable InternalRow row;
  private long count;

  TotalsReader(JournalRead read, PushedTotals totals, DayPart part) {
    this.task = new DayTask(read, part);
    this.part = part;
    this.totals = totals;
  }

  @Override
  public boolean next() throws IOException {
    if (rows == null) {
      var all = task.run(this::ask);
      count = all.size();
      rows = all.iterator();
    }
    if (!rows.hasNext()) {
      return false;
    }
    row = rows.next();
    return true;
  }

  private List<InternalRow> ask(PostgresSnapshot snapshot) throws SQLException, IOException {
    if (part.ofView() != null) {
      task.requireViewUnchanged(snapshot);
    }
    List<InternalRow> answer = new ArrayList<>();
    try (var statement = snapshot.prepare(sql());
        var found = statement.executeQuery()) {
      while (found.next()) {
        add(values(found), answer);
      }
    }
    task.requireUnchanged(snapshot);
    return answer;
  }

  private String sql() {
    var ofView = part.ofView();
    return ofView != null
        ? ofView
        : "SELECT %s FROM %s WHERE %s%s"
            .formatted(
                totals.selectList(),
                task.schema().fromSql(),
                part.conditions().get(0), // the whole day
                totals.groupBy());
  }

  private Object[] values(ResultSet found) throws SQLException {
    var values = new Object[totals.kinds().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = totals.kinds().get(i).read(found, i + 1);
    }
    return values;
  }

  /**
   * Adds a group as a row. Of sums that are to be summed up further Spark allows no more digits
   * than a value of the column has: a larger one is given in pieces, each in a row with the same
   * keys.
   */
  private void add(Object[] values, List<InternalRow> answer) {
    int keys = totals.keys().size();
    var row = new Object[values.length];
    boolean isWhole = true;
    for (int i = 0; i < values.length; i++) {
      row[i] = values[i];
      if (values[i] instanceof BigDecimal number) {
        var type = (DecimalType) totals.types().fields()[i].dataType();
        var piece = i < keys ? number : piece(number, type);
        row[i] = Decimal.apply(piece, type.precision(), type.scale());
        if (i >= keys) {
          values[i] = number.subtract(piece);
          isWhole &= number.compareTo(piece) == 0;
        }
      } else if (i >= keys && values[i] != null) {
        values[i] = 0L; // counted once
      }
    }
    answer.add(new GenericInternalRow(row));
    if (!isWhole) {
      add(values, answer);
    }
  }

  /** As much of a number as a decimal of a type can be. */
  private BigDecimal piece(BigDecimal number, DecimalType type) {
    var most =
        BigDecimal.TEN
            .pow(type.precision())
            .subtract(BigDecimal.ONE)
            .movePointLeft(type.scale())
            .setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (number.abs().compareTo(most) <= 0) {
      return number.setScale(type.scale(), RoundingMode.UNNECESSARY);
    }
    if (totals.isWhole()) {
      throw new ArithmeticException(
          "the sum %s has more digits than %s".formatted(number, type.sql()));
    }
    return number.signum() < 0 ? most.negate() : most;
  }

  @Override
  public InternalRow get() {
    var current = row;
    if (current == null) {
      throw new IllegalStateException("there is no row");
    }
    return current;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return LoadMetrics.of(count, 0);
  }

  @Override
  public void close() {
    rows = null;
  }
}
