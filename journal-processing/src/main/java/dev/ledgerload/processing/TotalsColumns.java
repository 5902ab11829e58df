package dev.ledgerload.processing;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalTable;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The three columns that totals are made of, in a table that is known to have them. */
record TotalsColumns(Column debit, Column credit, Column amount) {

  static TotalsColumns of(JournalTable table) {
    var amount =
        switch (table.grain()) {
          case ENTRY -> GlEntries.AMOUNT;
          case GROUP -> GlEntries.TOTAL_AMOUNT;
        };
    var columns = new TotalsColumns(GlEntries.ACC_DEBIT, GlEntries.ACC_CREDIT, amount);
    var missing = columns.all().without(table.columns());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "totals need the columns %s; the table lacks %s".formatted(columns.all(), missing));
    }
    return columns;
  }

  ColumnSet all() {
    return GlEntries.of(debit, credit, amount);
  }

  /** The scale of the amount column, and so of every sum. */
  int scale(JournalTable table) {
    return ((DecimalVector) table.batches().get(0).getVector(amount.name())).getScale();
  }

  /** The type of the amount column. */
  ArrowType.Decimal amountType(JournalTable table) {
    return (ArrowType.Decimal) table.schema().findField(amount.name()).getType();
  }
}
