package dev.ledgerload.processing;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The columns that totals are made of, in a table that is known to have them.
 *
 * @param count the number of a row's entries; empty if each row is one
 * @param onlyPositive whether groups are left out whose first sum isn't more than 0
 */
record TotalsColumns(
    List<Column> keys, List<Column> measures, Optional<Column> count, boolean onlyPositive) {

  static TotalsColumns of(JournalTable table) {
    var journal = table.journal();
    var columns =
        new TotalsColumns(
            journal.keys(), journal.measures(), journal.entryCount(), journal.onlyPositiveTotals());
    var wanted = journal.columns().of(columns.all());
    var missing = wanted.without(table.columns());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "totals need the columns %s; the table lacks %s".formatted(wanted, missing));
    }
    return columns;
  }

  /** The keys, then the measures, then the count if there is one. */
  List<Column> all() {
    List<Column> all = new ArrayList<>(keys);
    all.addAll(measures);
    count.ifPresent(all::add);
    return all;
  }

  /**
   * A further handle on a table, with these columns only.
   *
   * @throws IllegalStateException if a row doesn't stand for at least one entry
   * @throws ArithmeticException if there are more entries than a long can count
   */
  JournalTable project(JournalTable table) {
    var handle = table.project(table.columns().of(all()));
    try {
      requireNumbers(handle);
      return handle;
    } catch (RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  private void requireNumbers(JournalTable table) {
    long all = 0;
    for (var batch : table.batches()) {
      var numbers = numbers(batch);
      for (int row = 0; numbers != null && row < numbers.getValueCount(); row++) {
        if (numbers.isNull(row) || numbers.get(row) < 1) {
          throw new IllegalStateException(
              "column %s has a row of no entries".formatted(numbers.getName()));
        }
        all = Math.addExact(all, numbers.get(row));
      }
    }
  }

  List<KeyValues> keyValues(JournalTable table) {
    return keys.stream().map(key -> KeyValues.of(table, key)).toList();
  }

  /** The scales of the measures, and so of their sums. */
  int[] scales(JournalTable table) {
    var batch = table.batches().get(0);
    return measures.stream().mapToInt(measure -> amounts(batch, measure).getScale()).toArray();
  }

  /** A batch's indexes of the keys. */
  List<BaseFixedWidthVector> indexes(VectorSchemaRoot batch) {
    return keys.stream().map(key -> (BaseFixedWidthVector) batch.getVector(key.name())).toList();
  }

  /** A batch's values of the measures. */
  AmountColumn[] amounts(VectorSchemaRoot batch) {
    return measures.stream()
        .map(measure -> new AmountColumn(amounts(batch, measure)))
        .toArray(AmountColumn[]::new);
  }

  private static DecimalVector amounts(VectorSchemaRoot batch, Column measure) {
    return (DecimalVector) batch.getVector(measure.name());
  }

  /** How many entries each row of a batch stands for; null if it is one. */
  @Nullable BigIntVector numbers(VectorSchemaRoot batch) {
    return count.map(column -> (BigIntVector) batch.getVector(column.name())).orElse(null);
  }
}
