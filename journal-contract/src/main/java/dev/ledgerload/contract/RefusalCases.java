package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalQuery;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A journal of another shape is refused with a message that a person can act on. */
abstract class RefusalCases {
  private static final JournalQuery QUERY = JournalQuery.entries(ContractKit.DAY);

  private final ContractKit kit;

  RefusalCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> refusesAColumnThatIsMissing() {
    return refuses(kit.table().withColumn(JournalColumn.T_2, "no_such_column"), "no_such_column");
  }

  @TestFactory
  Stream<DynamicTest> refusesAmountsThatAreNotExact() {
    return refuses(kit.table(Map.of(JournalColumn.AMOUNT, "double precision")), "amount");
  }

  @TestFactory
  Stream<DynamicTest> refusesDaysOfAnotherType() {
    return refuses(kit.table(Map.of(JournalColumn.TRX_DATE, "text")), "trx_date");
  }

  /** A day that is a timestamp would be found at midnight only. */
  @TestFactory
  Stream<DynamicTest> refusesATimestampForADayThatOnlyTheConditionNames() {
    var layout = kit.table(Map.of(JournalColumn.TRX_DATE, "timestamp"));
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(layout, variant)) {
            var failure = kit.failureOf(source, JournalQuery.entriesForTotals(ContractKit.DAY));
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure)
                .hasMessageContaining("\"trx_date\"")
                .hasMessageContaining("timestamp")
                .hasMessageContaining("must be date");
            kit.requireIdleSources();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesIdsOfAnotherType() {
    return refuses(kit.table(Map.of(JournalColumn.ID, "text")), "id");
  }

  @TestFactory
  Stream<DynamicTest> refusesCodesOfAnotherType() {
    return refuses(kit.table(Map.of(JournalColumn.T_4, "jsonb")), "t_4");
  }

  private Stream<DynamicTest> refuses(JournalLayout layout, String named) {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(layout, variant)) {
            var failure = kit.failureOf(source, QUERY);
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure).hasMessageContaining(named);
            kit.requireIdleSources();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> findsATableThatWasMissingBefore() {
    return kit.forEachVariant(
        variant -> {
          var layout = JournalLayout.DEFAULT.withTable("late_" + ContractKit.uniqueNumber());
          try (var source = kit.open(layout, variant)) {
            assertThat(kit.failureOf(source, QUERY).kind()).isEqualTo(UNSUPPORTED);
            kit.create(layout, Map.of(), "");
            try (var table = source.load(QUERY)) {
              assertThat(table.rows()).isZero();
            }
          }
        });
  }
}
