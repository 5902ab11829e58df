package dev.ledgerload.processing;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.DecimalVector;

/**
 * The columns that totals are made of, in a table that is known to have them.
 *
 * @param count the number of a row's entries; empty if each row is one
 */
record TotalsColumns(List<Column> keys, List<Column> measures, Optional<Column> count) {

  static TotalsColumns of(JournalTable table) {
    var journal = table.journal();
    var columns = new TotalsColumns(journal.keys(), journal.measures(), journal.entryCount());
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

  /** A further handle on a table, with these columns only. */
  JournalTable project(JournalTable table) {
    return table.project(table.columns().of(all()));
  }

  /** The scale of a measure, and so of its sums. */
  static int scale(JournalTable table, Column measure) {
    return ((DecimalVector) table.batches().get(0).getVector(measure.name())).getScale();
  }
}
