package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Amounts are exact to the last digit, or the load fails. */
abstract class AmountCases {
  private static final JournalQuery QUERY = JournalQuery.entries(ContractKit.DAY);

  private final ContractKit kit;

  AmountCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> keepsTwoDigitsBehindThePoint() {
    return keeps(
        "numeric(18,2)",
        "0.00",
        "0.01",
        "-0.01",
        "0.10",
        "1.50",
        "100.00",
        "9999.99",
        "10000.00",
        "-10000.01",
        "1000000000000.00",
        "9999999999999999.99",
        "-9999999999999999.99");
  }

  @TestFactory
  Stream<DynamicTest> keepsAScaleThatIsNoMultipleOfFour() {
    return keeps(
        "numeric(20,3)",
        "0.000",
        "0.001",
        "-0.001",
        "1.500",
        "0.010",
        "-12345.678",
        "10000.000",
        "99999999999999999.999");
  }

  @TestFactory
  Stream<DynamicTest> keepsTenDigitsBehindThePoint() {
    return keeps(
        "numeric(38,10)",
        "0.0000000001",
        "-1.0000000000",
        "0.0001000000",
        "9999999999999999999999999999.9999999999",
        "-9999999999999999999999999999.9999999999");
  }

  @TestFactory
  Stream<DynamicTest> keepsWholeNumbers() {
    return keeps("numeric(10,0)", "0", "7", "-7", "10000", "9999999999", "-9999999999");
  }

  @TestFactory
  Stream<DynamicTest> keepsNumbersWithNothingBeforeThePoint() {
    return keeps("numeric(5,5)", "0.00000", "0.00001", "-0.99999", "0.10000");
  }

  @TestFactory
  Stream<DynamicTest> keepsAllThatDecimal128Holds() {
    return keeps(
        "numeric(38,2)",
        "999999999999999999999999999999999999.99",
        "-999999999999999999999999999999999999.99",
        "92233720368547758.07",
        "92233720368547758.08",
        "-92233720368547758.08",
        "-92233720368547758.09",
        "184467440737095516.15",
        "184467440737095516.16",
        "0.00");
  }

  @TestFactory
  Stream<DynamicTest> keepsTheValueOfNumbersWithoutDeclaredDigits() {
    var values = List.of("0", "12.5", "-12.50", "1234567890123456.78", "100000000", "-0.0001");
    var schema = amounts("numeric", values);
    return kit.forEachVariant(
        variant -> {
          var loaded = kit.entries(schema, ContractKit.DAY, variant);
          for (int i = 0; i < values.size(); i++) {
            assertThat(loaded.get(i).amount()).isEqualByComparingTo(values.get(i));
          }
        });
  }

  private Stream<DynamicTest> keeps(String type, String... values) {
    var schema = amounts(type, List.of(values));
    kit.insert(
        schema, "SELECT 1000, DATE '%s', 'd', 'c', NULL::numeric".formatted(ContractKit.DAY));
    var expected = Stream.of(values).map(BigDecimal::new).toList();
    return kit.forEachVariant(
        variant -> {
          var loaded = kit.entries(schema, ContractKit.DAY, variant);
          assertThat(loaded).hasSize(values.length + 1);
          assertThat(loaded.subList(0, values.length))
              .extracting(JournalEntry::amount)
              .containsExactlyElementsOf(expected); // equal in scale too
          assertThat(loaded.get(values.length).amount()).isNull();
        });
  }

  /** Entries 1, 2, 3 … of these amounts. */
  private JournalSchema amounts(String type, List<String> values) {
    var schema = kit.table(Map.of(GlEntries.AMOUNT, type));
    kit.insert(
        schema,
        IntStream.range(0, values.size())
            .mapToObj(
                i ->
                    "SELECT %d, DATE '%s', 'd', 'c', '%s'::numeric"
                        .formatted(i + 1, ContractKit.DAY, values.get(i)))
            .collect(joining(" UNION ALL ")));
    return schema;
  }

  @TestFactory
  Stream<DynamicTest> refusesNotANumberAndSaysWhere() {
    return refuses("numeric(18,2)", "1.00", "NaN", "3.00");
  }

  @TestFactory
  Stream<DynamicTest> refusesInfinity() {
    return refuses("numeric", "1.00", "Infinity");
  }

  @TestFactory
  Stream<DynamicTest> refusesNegativeInfinity() {
    return refuses("numeric", "1.00", "-Infinity");
  }

  @TestFactory
  Stream<DynamicTest> refusesMoreDigitsBehindThePointThanFitRatherThanRound() {
    return refuses("numeric", "1.00", "0." + "0".repeat(40) + "1");
  }

  @TestFactory
  Stream<DynamicTest> refusesMoreDigitsBeforeThePointThanFit() {
    return refuses("numeric", "1.00", "9".repeat(40));
  }

  /** The amounts are in order, only more digits than are assumed where none are declared. */
  @TestFactory
  Stream<DynamicTest> namesTheOptionThatHoldsMoreDigitsThanWereAssumed() {
    var schema = amounts("numeric", List.of("1.00", "0.12345678901"));
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            var failure = kit.failureOf(source, QUERY);
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure)
                .hasMessageContaining("amount of entry 2 has more than 10 digits after the point")
                .hasMessageContaining("set the option untyped-numeric=38,11");
            requireWorks(source);
          }
        });
  }

  private Stream<DynamicTest> refuses(String type, String... values) {
    var schema = amounts(type, List.of(values));
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            var failure = kit.failureOf(source, QUERY);
            assertThat(failure.kind()).isEqualTo(CORRUPT);
            assertThat(failure).hasMessageContaining("amount");
            if (variant.equals(kit.variant())) {
              assertThat(failure).hasMessageContaining("entry 2");
            }
            kit.requireIdleSources();
            requireWorks(source);
          }
        });
  }

  private void requireWorks(dev.ledgerload.spi.JournalSource source) {
    try (var table = source.load(QUERY.select(GlEntries.ID))) {
      assertThat(table.rows()).isPositive();
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesAColumnOfMoreDigitsThanDecimal128Holds() {
    var schema = amounts("numeric(50,2)", List.of("9".repeat(45) + ".99"));
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            JournalLoadException failure = kit.failureOf(source, QUERY);
            assertThat(failure.kind()).isIn(UNSUPPORTED, CORRUPT);
            assertThat(failure).hasMessageContaining("amount");
          }
        });
  }
}
