package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Totals are exact to the last digit, or the load fails; pairs are told apart by every byte. */
abstract class PairAmountCases {
  private final ContractKit kit;

  PairAmountCases(ContractKit kit) {
    this.kit = kit;
  }

  private record Pair(
      @Nullable String debit, @Nullable String credit, @Nullable BigDecimal total, long entries) {}

  private static Pair pair(
      @Nullable String debit, @Nullable String credit, String total, long entries) {
    return new Pair(debit, credit, new BigDecimal(total), entries);
  }

  @TestFactory
  Stream<DynamicTest> sumsWithReversalsDownToZeroAndBelow() {
    return holds(
        "numeric(18,2)",
        "('a', 'b', 10.10), ('a', 'b', -10.10), ('a', 'c', 1), ('a', 'c', -1.01), ('b', 'a', 0.01)",
        pair("a", "b", "0.00", 2),
        pair("a", "c", "-0.01", 2),
        pair("b", "a", "0.01", 1));
  }

  @TestFactory
  Stream<DynamicTest> keepsNoAccountApartFromTheEmptyOne() {
    return holds(
        "numeric(18,2)",
        "(NULL, NULL, 1), ('', NULL, 2), (NULL, '', 3), ('', '', 4), (NULL, NULL, 5), ('(,)', '\"', 6)",
        pair(null, null, "6.00", 2),
        pair("", null, "2.00", 1),
        pair(null, "", "3.00", 1),
        pair("", "", "4.00", 1),
        pair("(,)", "\"", "6.00", 1));
  }

  @TestFactory
  Stream<DynamicTest> keepsAccountsOfAnyLengthAndAlphabet() {
    var random = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 200) i)";
    return holds(
        "numeric(18,2)",
        "('Köln 東京', repeat('ü', 5000), 1), ('seven77', left(%1$s, 6400), 2), ('seven77', left(%1$s, 6399), 3)"
            .formatted(random),
        pair("Köln 東京", "ü".repeat(5000), "1.00", 1),
        pair("seven77", randomText(6400), "2.00", 1),
        pair("seven77", randomText(6399), "3.00", 1));
  }

  private String randomText(int length) {
    return kit.database()
        .texts(
            "SELECT left(string_agg(md5(i::text), ''), %d) FROM generate_series(1, 200) i"
                .formatted(length))
        .get(0);
  }

  @TestFactory
  Stream<DynamicTest> sumsBeyondTheDigitsOfAnAmount() {
    return holds(
        "numeric(18,2)",
        "('a', 'b', 9999999999999999.99), ('a', 'b', 9999999999999999.99), ('a', 'b', 0.03)",
        pair("a", "b", "20000000000000000.01", 3));
  }

  @TestFactory
  Stream<DynamicTest> countsAnAmountThatIsNullAsNothing() {
    return holds(
        "numeric(18,2)",
        "('a', 'b', NULL), ('a', 'b', 1.5), ('c', 'd', NULL)",
        pair("a", "b", "1.50", 2),
        new Pair("c", "d", null, 1));
  }

  @TestFactory
  Stream<DynamicTest> keepsTheValueOfTotalsWithoutDeclaredDigits() {
    return holds(
        "numeric",
        "('a', 'b', 0.0000000001), ('a', 'b', 1234567890), ('c', 'd', -0.5)",
        pair("a", "b", "1234567890.0000000001", 2),
        pair("c", "d", "-0.5000000000", 1));
  }

  private Stream<DynamicTest> holds(String type, String values, Pair... expected) {
    return kit.forEachVariant(
        variant -> {
          var schema = pairs(type, values);
          kit.publish(schema);
          try (var source = kit.open(schema, variant);
              var table = source.load(kit.query(ContractKit.DAY))) {
            assertThat(pairsOf(table)).containsExactlyInAnyOrder(expected);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesATotalThatIsNoNumber() {
    return refuses(
        CORRUPT, "total_amount", "numeric(18,2)", "('a', 'b', 1), ('c', 'd', 'NaN'::numeric)");
  }

  @TestFactory
  Stream<DynamicTest> refusesMoreDigitsBehindThePointThanFitRatherThanRound() {
    return refuses(
        CORRUPT,
        "total_amount",
        "numeric",
        "('a', 'b', 1), ('c', 'd', 0.%s1)".formatted("0".repeat(38)));
  }

  /** The amounts are in order, only more digits than are assumed where none are declared. */
  @TestFactory
  Stream<DynamicTest> namesTheOptionThatHoldsMoreDigitsThanWereAssumed() {
    return refuses(
        UNSUPPORTED,
        "untyped-numeric=38,11",
        "numeric",
        "('a', 'b', 1), ('c', 'd', 0.00000000001)");
  }

  private Stream<DynamicTest> refuses(Kind kind, String named, String type, String values) {
    return kit.forEachVariant(variant -> requireRefused(kind, named, pairs(type, values), variant));
  }

  private void requireRefused(Kind kind, String named, JournalSchema schema, Variant variant) {
    kit.publish(schema);
    try (var source = kit.open(schema, variant)) {
      var query = kit.query(ContractKit.DAY);
      var failure = kit.failureOf(source, query);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure).hasMessageContaining(named);
      kit.requireIdleSources();
      source.load(query.select(GlEntries.ENTRY_COUNT)).close();
    }
  }

  /** A journal of entries with these accounts and amounts. */
  private JournalSchema pairs(String type, String values) {
    var schema = kit.table(Map.of(GlEntries.AMOUNT, type));
    kit.insert(
        schema,
        "SELECT 1, DATE '%s', v.d, v.c, v.a::numeric FROM (VALUES %s) v(d, c, a)"
            .formatted(ContractKit.DAY, values));
    return schema;
  }

  private static List<Pair> pairsOf(JournalTable table) {
    List<Pair> pairs = new ArrayList<>();
    for (var batch : table.batches()) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        var total = (DecimalVector) batch.getVector("total_amount");
        pairs.add(
            new Pair(
                account(table, batch, GlEntries.ACC_DEBIT, row),
                account(table, batch, GlEntries.ACC_CREDIT, row),
                total.isNull(row) ? null : total.getObject(row),
                ((BigIntVector) batch.getVector("entry_count")).get(row)));
      }
    }
    return pairs;
  }

  private static @Nullable String account(
      JournalTable table, VectorSchemaRoot batch, Column column, int row) {
    var index = batch.getVector(column.name());
    return index.isNull(row)
        ? null
        : table
            .dictionary(column)
            .getObject((int) ((BaseIntVector) index).getValueAsLong(row))
            .toString();
  }
}
