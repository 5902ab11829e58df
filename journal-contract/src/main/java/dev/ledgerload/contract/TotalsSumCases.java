package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which groups there are, their exact sums, how many entries, and their order. */
abstract class TotalsSumCases {
  private final TotalsKit kit;

  TotalsSumCases(TotalsKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> leavesOutSumsThatAreZeroOrLess() {
    return gives(
        journal("'a', 'c', 1.50", "'a', 'c', -1.50", "'b', 'c', -0.01", "'d', 'c', 0.01"),
        group("d", "c", "0.01", 1));
  }

  @TestFactory
  Stream<DynamicTest> countsEntriesWithoutAmountAsNothing() {
    return gives(
        journal("'a', 'c', NULL", "'b', 'c', NULL", "'b', 'c', 2"), group("b", "c", "2.00", 2));
  }

  @TestFactory
  Stream<DynamicTest> ranksEqualSumsByBytesWithNullLastAndApartFromTheEmptyAccount() {
    return gives(
        journal(
            "NULL, NULL, 1",
            "NULL, '', 1",
            "'', NULL, 1",
            "'ä', 'c', 1",
            "'z', 'c', 1",
            "'Z', 'c', 1",
            "'a ', 'c', 1",
            "'a', 'c', 1",
            "'aa', 'c', 1",
            "'a_', 'c', 1",
            "'\uFFFD', 'c', 1",
            "'\uD83D\uDE00', 'c', 1",
            "'a', 'b', 2"),
        group("a", "b", "2.00", 1),
        group("", null, "1.00", 1),
        group("Z", "c", "1.00", 1),
        group("a", "c", "1.00", 1),
        group("a ", "c", "1.00", 1),
        group("a_", "c", "1.00", 1),
        group("aa", "c", "1.00", 1),
        group("z", "c", "1.00", 1),
        group("ä", "c", "1.00", 1),
        group("\uFFFD", "c", "1.00", 1),
        group("\uD83D\uDE00", "c", "1.00", 1),
        group(null, "", "1.00", 1),
        group(null, null, "1.00", 1));
  }

  private static Group group(
      @Nullable String debit, @Nullable String credit, String sum, long entries) {
    return new Group(Arrays.asList(debit, credit), List.of(new BigDecimal(sum)), entries);
  }

  @TestFactory
  Stream<DynamicTest> sumsBeyond64BitsExactly() {
    return gives(
        journal(
            "numeric(38,2)",
            "'a', 'c', 92233720368547758.07",
            "'a', 'c', 92233720368547758.07",
            "'b', 'c', 999999999999999999999999999999999999.98",
            "'b', 'c', 0.01",
            "'d', 'c', 999999999999999999999999999999999999.99",
            "'d', 'c', -999999999999999999999999999999999999.98"),
        group("b", "c", "999999999999999999999999999999999999.99", 2),
        group("a", "c", "184467440737095516.14", 2),
        group("d", "c", "0.01", 2));
  }

  @TestFactory
  Stream<DynamicTest> keepsTheScaleOfTheColumn() {
    return Stream.of(
            gives(journal("numeric(20,3)", "'a', 'c', 1.5"), group("a", "c", "1.500", 1)),
            gives(journal("numeric(10,0)", "'a', 'c', 10000"), group("a", "c", "10000", 1)),
            gives(
                journal("numeric(5,5)", "'a', 'c', 0.00001", "'b', 'c', 0.1"),
                group("b", "c", "0.10000", 1),
                group("a", "c", "0.00001", 1)),
            gives(
                journal("numeric", "'a', 'c', 12.5", "'a', 'c', 0.0000000001"),
                group("a", "c", "12.5000000001", 2)))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> keepsBlanksAndTypesOfAccounts() {
    var schema =
        kit.table(Map.of(GlEntries.ACC_DEBIT, "character(3)", GlEntries.ACC_CREDIT, "text"));
    kit.insert(schema, "'a', 'c ', 1", "'ab', 'c', 1");
    kit.prepare(schema);
    return gives(schema, group("a  ", "c ", "1.00", 1), group("ab ", "c", "1.00", 1));
  }

  @TestFactory
  Stream<DynamicTest> refusesASumOfMoreThan38Digits() {
    var most = "'debit7', 'c', 999999999999999999999999999999999999.99";
    var schema = journal("numeric(38,2)", most, most);
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            assertThatThrownBy(() -> source.totals(ContractKit.DAY))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContainingAll("debit7", "38 digits");
            kit.requireIdleSources();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesAmountsThatAreNoNumbers() {
    return Stream.of("NaN", "Infinity", "-Infinity")
        .flatMap(
            bad ->
                refuses(
                    CORRUPT,
                    "debit7",
                    journal("numeric", "'a', 'c', 5", "'debit7', 'c', '%s'".formatted(bad))));
  }

  @TestFactory
  Stream<DynamicTest> refusesMoreDigitsBehindThePointThanFitRatherThanRound() {
    return refuses(
        CORRUPT, "debit7", journal("numeric", "'debit7', 'c', 0." + "0".repeat(38) + "1"));
  }

  /** The amounts are in order, only more digits than are assumed where none are declared. */
  @TestFactory
  Stream<DynamicTest> namesTheOptionThatHoldsMoreDigitsThanWereAssumed() {
    return refuses(
        UNSUPPORTED, "untyped-numeric=38,11", journal("numeric", "'debit7', 'c', 0.00000000001"));
  }

  private Stream<DynamicTest> refuses(Kind kind, String named, JournalSchema schema) {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            var failure = kit.failureOf(() -> source.totals(ContractKit.DAY));
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(named);
            kit.requireIdleSources();
            assertThat(source.totals(ContractKit.DAY.plusDays(1)).groups()).isEmpty();
          }
        });
  }

  private JournalSchema journal(String... typeAndEntries) {
    boolean typed = typeAndEntries[0].startsWith("numeric");
    var schema = kit.table(typed ? Map.of(GlEntries.AMOUNT, typeAndEntries[0]) : Map.of());
    kit.insert(schema, Arrays.copyOfRange(typeAndEntries, typed ? 1 : 0, typeAndEntries.length));
    return kit.prepare(schema);
  }

  private Stream<DynamicTest> gives(JournalSchema schema, Group... groups) {
    return kit.forEachVariant(
        variant -> assertThat(kit.groups(schema, variant)).containsExactly(groups));
  }
}
