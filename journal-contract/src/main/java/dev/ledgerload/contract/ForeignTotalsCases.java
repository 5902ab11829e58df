package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.StrategyProvider.Variant;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Totals of other systems' journals, and of one with a column of each type. */
abstract class ForeignTotalsCases {
  private final TotalsKit kit;

  ForeignTotalsCases(TotalsKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> totalsAreTheLedgersSums() {
    return kit.database().foreignJournals().stream()
        .flatMap(
            journal ->
                kit.variants().stream()
                    .filter(
                        variant -> !journal.schema().isQuery() || !kit.needsInstallation(variant))
                    .map(
                        variant ->
                            DynamicTest.dynamicTest(
                                journal.name() + ", " + variant.name(),
                                () -> requireRightTotals(journal, variant))));
  }

  private void requireRightTotals(ForeignJournal journal, Variant variant) {
    var schema = journal.schema();
    if (!schema.isQuery()) {
      kit.prepareOnce(schema);
    }
    try (var source = kit.open(schema, variant)) {
      for (var day : journal.days()) {
        var totals = source.totals(day);
        var expected = journal.groups(kit.database().url(), day);
        if (schema.onlyPositiveTotals()) {
          int first = schema.keys().size();
          expected.removeIf(
              group -> group.get(first) == null || new BigDecimal(group.get(first)).signum() <= 0);
        }
        assertThat(ForeignJournal.texts(totals)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(totals.groups())
            .isSortedAccordingTo(
                Comparator.comparing(
                    group -> group.sums().get(0),
                    Comparator.nullsLast(Comparator.<BigDecimal>reverseOrder())));
      }
    }
  }
}
