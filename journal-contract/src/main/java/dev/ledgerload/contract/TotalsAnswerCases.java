package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.TotalsSource;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A seeded day's totals are those that the generator knows, rank by rank. */
abstract class TotalsAnswerCases {
  private static final SeededJournal JOURNAL = ContractDatabase.JOURNAL;

  private final TotalsKit kit;

  TotalsAnswerCases(TotalsKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> givesTheTotalsOfEachDay() {
    var schema = kit.prepareOnce(ContractDatabase.PLAIN);
    return kit.forEachVariant(variant -> requireSeeded(kit.open(schema, variant), JOURNAL));
  }

  @TestFactory
  Stream<DynamicTest> givesTheTotalsOfATablePartitionedByDay() {
    var schema = kit.prepareOnce(ContractDatabase.BY_DAY);
    return kit.forEachVariant(variant -> requireSeeded(kit.open(schema, variant), JOURNAL));
  }

  @Tag("volume")
  @TestFactory
  Stream<DynamicTest> givesTheTotalsOfADayOfManyEntries() {
    var schema = kit.prepareOnce(kit.database().big());
    return kit.forEachVariant(
        variant -> requireSeeded(kit.open(schema, variant), ContractDatabase.BIG_JOURNAL));
  }

  private void requireSeeded(TotalsSource source, SeededJournal journal) {
    for (var day : journal.parameters().dayList()) {
      assertThat(source.totals(day)).isEqualTo(journal.oracle().totals(day));
      kit.requireIdleSources();
    }
  }

  @TestFactory
  Stream<DynamicTest> givesNoPairsForADayWithoutEntries() {
    var schema = kit.prepareOnce(ContractDatabase.PLAIN);
    return kit.forEachVariant(
        variant -> {
          var day = JOURNAL.parameters().day(0).minusDays(1);
          var totals = kit.open(schema, variant).totals(day);
          assertThat(totals.day()).isEqualTo(day);
          assertThat(totals.groups()).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> givesNoPairsForATableWithoutEntries() {
    var schema = kit.prepare(kit.table(Map.of()));
    return kit.forEachVariant(variant -> assertThat(kit.groups(schema, variant)).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> seesWhatWasCommittedBefore() {
    return kit.forEachVariant(
        variant -> {
          var schema = kit.table(Map.of());
          for (int i = 1; i <= 3; i++) {
            kit.insert(schema, "'d%d', 'c', 1".formatted(i));
            kit.prepare(schema);
            assertThat(kit.groups(schema, variant)).hasSize(i);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> takesNamesThatNeedQuoting() {
    kit.database().execute("CREATE SCHEMA IF NOT EXISTS \"Odd \"\"schema\"");
    var schema =
        JournalSchema.GL_ENTRIES
            .withTable(
                "Odd \"schema.$body$ ${x} {d} ? \"'; --%s".formatted(ContractKit.uniqueNumber()))
            .withSqlNames(
                Map.of(
                    GlEntries.TRX_DATE, "select",
                    GlEntries.ACC_DEBIT, "acc debit ${amount}",
                    GlEntries.ACC_CREDIT, "\"\" -- \\",
                    GlEntries.AMOUNT, "$1 ? $body$ {fn now()}"));
    JOURNAL.seed(kit.database().url(), schema, SeedOptions.DEFAULT);
    kit.prepare(schema);
    return kit.forEachVariant(variant -> requireSeeded(kit.open(schema, variant), JOURNAL));
  }

  @TestFactory
  Stream<DynamicTest> answersAgainAndAgain() {
    var schema = kit.prepareOnce(ContractDatabase.PLAIN);
    return kit.forEachVariant(
        variant -> {
          var day = JOURNAL.parameters().day(1);
          var source = kit.open(schema, variant);
          for (int i = 0; i < 12; i++) { // a server plans a prepared statement anew after five
            assertThat(source.totals(day)).isEqualTo(JOURNAL.oracle().totals(day));
          }
        });
  }

  @Test
  void namesItsStrategyAndItsVariants() {
    assertThat(kit.strategy()).matches("[a-z]+");
    assertThat(kit.variants()).isNotEmpty();
    assertThat(kit.variants().stream().map(variant -> variant.name()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @TestFactory
  Stream<DynamicTest> refusesToAnswerOnceClosed() {
    var schema = kit.prepareOnce(ContractDatabase.PLAIN);
    return kit.forEachVariant(
        variant -> {
          var source = kit.open(schema, variant);
          source.totals(JOURNAL.parameters().day(0));
          source.close();
          source.close();
          assertThatThrownBy(() -> source.totals(JOURNAL.parameters().day(0)))
              .isInstanceOf(IllegalStateException.class);
        });
  }
}
