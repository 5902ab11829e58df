package dev.ledgerload.processing;

import java.math.BigInteger;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Reads what DuckDB summed: debit code, credit code, number of entries, and the sum whole or in two
 * halves.
 */
final class SummedPairs {
  /** What a sum's first half counts, if there are two. */
  static final BigInteger HALF = BigInteger.TEN.pow(19);

  private SummedPairs() {}

  static void addTo(PairSums pairs, VectorSchemaRoot batch) {
    var debits = (BaseIntVector) batch.getVector(0);
    var credits = (BaseIntVector) batch.getVector(1);
    var counts = (BigIntVector) batch.getVector(2);
    var sums = (DecimalVector) batch.getVector(3);
    var rests = batch.getFieldVectors().size() > 4 ? (DecimalVector) batch.getVector(4) : null;
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (sums.isNull(row)) { // a pair without amounts
        continue;
      }
      int debit = code(debits, row, pairs.debits());
      int credit = code(credits, row, pairs.credits());
      long count = counts.get(row);
      long low = low(sums, row);
      long high = high(sums, row);
      if (rests != null) {
        var rest = Int128.toBigInteger(low(rests, row), high(rests, row));
        pairs.add(debit, credit, count, Int128.toBigInteger(low, high).multiply(HALF).add(rest));
      } else if (high == low >> 63) {
        pairs.add(debit, credit, count, low);
      } else {
        pairs.add(debit, credit, count, Int128.toBigInteger(low, high));
      }
    }
  }

  private static int code(BaseIntVector indexes, int row, Accounts accounts) {
    return indexes.isNull(row)
        ? accounts.nullCode()
        : accounts.requireCode(indexes.getValueAsLong(row));
  }

  private static long low(DecimalVector vector, int row) {
    return MemoryUtil.getLong(
        vector.getDataBufferAddress() + (long) DecimalVector.TYPE_WIDTH * row);
  }

  private static long high(DecimalVector vector, int row) {
    return MemoryUtil.getLong(
        vector.getDataBufferAddress() + (long) DecimalVector.TYPE_WIDTH * row + Long.BYTES);
  }
}
