package dev.ledgerload.loader.indb;

import dev.ledgerload.columnar.AssumedDigitsException;
import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** Reads ranked account pairs: rank, debit account, credit account, sum, entries. */
final class RankedRows {
  private final ResultSet rows;
  private final ColumnSpec amounts;

  /**
   * @param amounts the journal's
   */
  RankedRows(ResultSet rows, ColumnSpec amounts) {
    this.rows = rows;
    this.amounts = amounts;
  }

  List<Group> read() throws SQLException {
    List<Group> ranked = new ArrayList<>();
    while (rows.next()) {
      int rank = rows.getInt(1);
      if (rank != ranked.size() + 1) {
        throw new CorruptValueException(
            "rank %d came after rank %d".formatted(rank, ranked.size()));
      }
      var debit = rows.getString(2);
      var credit = rows.getString(3);
      ranked.add(
          new Group(
              Arrays.asList(debit, credit),
              List.of(exact(sum(debit, credit), debit, credit)),
              rows.getLong(5)));
    }
    return ranked;
  }

  /** The driver says what is wrong with a value, not where it is. */
  private BigDecimal sum(@Nullable String debit, @Nullable String credit) throws SQLException {
    try {
      return rows.getBigDecimal(4);
    } catch (SQLException e) {
      if (PSQLState.NUMERIC_VALUE_OUT_OF_RANGE.getState().equals(e.getSQLState())) {
        throw new CorruptValueException(
            "an amount of debit account %s and credit account %s is no number: their sum is %s"
                .formatted(debit, credit, rows.getString(4)));
      }
      throw e;
    }
  }

  private BigDecimal exact(BigDecimal sum, @Nullable String debit, @Nullable String credit) {
    int scale = amounts.digits().scale();
    if (sum.scale() > scale && sum.stripTrailingZeros().scale() > scale) {
      throw AssumedDigitsException.refusing(
          "an amount of debit account %s and credit account %s has more than %d digits after the point"
              .formatted(debit, credit, scale),
          amounts,
          sum);
    }
    var exact = sum.setScale(scale, RoundingMode.UNNECESSARY);
    if (exact.precision() > ColumnSpec.MAX_PRECISION) {
      var problem =
          "the sum of debit account %s and credit account %s needs more than 38 digits"
              .formatted(debit, credit);
      if (AssumedDigitsException.refusing(problem, amounts, sum)
          instanceof AssumedDigitsException fewerWouldDo) {
        throw fewerWouldDo;
      }
      throw new ArithmeticException(problem);
    }
    return exact;
  }
}
