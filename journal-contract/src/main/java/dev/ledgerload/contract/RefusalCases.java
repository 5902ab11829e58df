package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
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
    return refuses(kit.table().withSqlName(GlEntries.T_2, "no_such_column"), "no_such_column");
  }

  @TestFactory
  Stream<DynamicTest> refusesAmountsThatAreNotExact() {
    return refuses(kit.table(Map.of(GlEntries.AMOUNT, "double precision")), "amount");
  }

  @TestFactory
  Stream<DynamicTest> refusesDaysOfAnotherType() {
    return refuses(kit.table(Map.of(GlEntries.TRX_DATE, "text")), "trx_date");
  }

  @TestFactory
  Stream<DynamicTest> refusesIdsOfAnotherType() {
    return refuses(kit.table(Map.of(GlEntries.ID, "tsvector")), "id");
  }

  @TestFactory
  Stream<DynamicTest> refusesCodesOfAnotherType() {
    return refuses(kit.table(Map.of(GlEntries.T_4, "jsonb")), "t_4");
  }

  private Stream<DynamicTest> refuses(JournalSchema schema, String named) {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
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
          var schema = JournalSchema.GL_ENTRIES.withTable("late_" + ContractKit.uniqueNumber());
          try (var source = kit.open(schema, variant)) {
            assertThat(kit.failureOf(source, QUERY).kind()).isEqualTo(UNSUPPORTED);
            kit.create(schema, Map.of(), "");
            try (var table = source.load(QUERY)) {
              assertThat(table.rows()).isZero();
            }
          }
        });
  }
}
