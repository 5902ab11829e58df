package dev.ledgerload.processing;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.JournalTable;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The query that has DuckDB sum, and the reading of its result: the codes of the keys, the number
 * of entries, and each sum, whole or in two halves.
 */
final class SummedGroups {
  /** What a sum's first half counts, if there are two. */
  private static final BigInteger HALF = BigInteger.TEN.pow(19);

  private final TotalsColumns columns;
  private final List<KeyValues> keys;
  private final boolean inHalves;

  SummedGroups(TotalsColumns columns, List<KeyValues> keys, boolean inHalves) {
    this.columns = columns;
    this.keys = keys;
    this.inHalves = inHalves;
  }

  boolean isInHalves() {
    return inHalves;
  }

  /** Streams a table that the query is asked of. */
  CodedReader reader(JournalTable table, BufferAllocator allocator) {
    return new CodedReader(columns, table, allocator);
  }

  /** The query over a table of {@link CodedReader}'s columns. */
  String sql(String table) {
    var codes = names(CodedReader.KEY, keys.size()).collect(joining(", "));
    var count =
        columns.count().isPresent() ? "sum(%s)::BIGINT".formatted(CodedReader.ENTRIES) : "count(*)";
    var sums =
        names(CodedReader.MEASURE, columns.measures().size())
            .map(inHalves ? SummedGroups::sumOfHalves : "sum(%s)"::formatted)
            .collect(joining(", "));
    return "SELECT %1$s, %2$s, %3$s FROM %4$s GROUP BY %1$s".formatted(codes, count, sums, table);
  }

  private static String sumOfHalves(String measure) {
    return "sum(%1$s::HUGEINT // %2$s::HUGEINT), sum(%1$s::HUGEINT %% %2$s::HUGEINT)"
        .formatted(measure, HALF);
  }

  private static Stream<String> names(String kind, int count) {
    return IntStream.range(0, count).mapToObj(number -> kind + number);
  }

  /** Adds the groups in a batch of the result. */
  void addTo(GroupSums groups, VectorSchemaRoot batch) {
    var codes = new int[keys.size()];
    var entries = (BigIntVector) batch.getVector(codes.length);
    for (int row = 0; row < batch.getRowCount(); row++) {
      for (int key = 0; key < codes.length; key++) {
        codes[key] = code((BaseIntVector) batch.getVector(key), row, keys.get(key));
      }
      groups.begin(codes, entries.get(row));
      for (int measure = 0; measure < columns.measures().size(); measure++) {
        int first = codes.length + 1 + (inHalves ? 2 * measure : measure);
        addSum(groups, measure, batch, first, row);
      }
      groups.end();
    }
  }

  private static int code(BaseIntVector indexes, int row, KeyValues key) {
    return indexes.isNull(row) ? key.nullCode() : key.requireCode(indexes.getValueAsLong(row));
  }

  private void addSum(GroupSums groups, int measure, VectorSchemaRoot batch, int column, int row) {
    var sums = (DecimalVector) batch.getVector(column);
    long low = low(sums, row);
    long high = high(sums, row);
    if (sums.isNull(row)) {
      groups.sumIsNull(measure);
    } else if (inHalves) {
      var rests = (DecimalVector) batch.getVector(column + 1);
      var rest = Int128.toBigInteger(low(rests, row), high(rests, row));
      groups.sum(measure, Int128.toBigInteger(low, high).multiply(HALF).add(rest));
    } else if (high == low >> 63) {
      groups.sum(measure, low);
    } else {
      groups.sum(measure, Int128.toBigInteger(low, high));
    }
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
