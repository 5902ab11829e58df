package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable;
import java.util.EnumSet;
import java.util.Set;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The three columns that totals are made of, in a table that is known to have them. */
record TotalsColumns(JournalColumn debit, JournalColumn credit, JournalColumn amount) {

  static TotalsColumns of(JournalTable table) {
    var amount =
        switch (table.grain()) {
          case ENTRY -> JournalColumn.AMOUNT;
          case ACCOUNT_PAIR -> JournalColumn.TOTAL_AMOUNT;
        };
    var columns = new TotalsColumns(JournalColumn.ACC_DEBIT, JournalColumn.ACC_CREDIT, amount);
    var missing = columns.all();
    missing.removeAll(table.columns());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "totals need the columns %s; the table lacks %s".formatted(columns.all(), missing));
    }
    return columns;
  }

  Set<JournalColumn> all() {
    return EnumSet.of(debit, credit, amount);
  }

  /** The scale of the amount column, and so of every sum. */
  int scale(JournalTable table) {
    return ((DecimalVector) table.batches().get(0).getVector(amount.fieldName())).getScale();
  }

  /** The type of the amount column. */
  ArrowType.Decimal amountType(JournalTable table) {
    return (ArrowType.Decimal) table.schema().findField(amount.fieldName()).getType();
  }
}
