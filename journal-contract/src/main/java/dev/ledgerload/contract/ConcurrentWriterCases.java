package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each load is one snapshot, whatever others commit meanwhile. Every transaction of the writer
 * keeps a day's number of entries and their sum, and leaves each id once; a load that mixes states
 * shows another number, another sum, or an id twice.
 */
abstract class ConcurrentWriterCases {
  private static final int ENTRIES = 4_000;
  private static final int LOADS = 12;
  private static final BigDecimal SUM = new BigDecimal(ENTRIES * 100L + ".00");

  private final ContractKit kit;

  ConcurrentWriterCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> loadsOneSnapshotOfAPlainTable() {
    return kit.forEachVariant(variant -> loadWhileWriting(create(""), variant));
  }

  @TestFactory
  Stream<DynamicTest> loadsOneSnapshotOfATablePartitionedByDay() {
    return kit.forEachVariant(
        variant -> {
          var schema = create(" PARTITION BY RANGE (trx_date)");
          loadWhileWriting(schema, variant);
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsOneSnapshotOfATableThatOthersInheritFrom() {
    return kit.forEachVariant(
        variant -> {
          var schema = JournalSchema.GL_ENTRIES.withTable("moving_" + ContractKit.uniqueNumber());
          kit.create(schema, Map.of(), "");
          for (int i = 0; i < 2; i++) {
            var child = JournalSchema.GL_ENTRIES.withTable(schema.table() + "_" + i);
            kit.database()
                .execute(
                    "CREATE TABLE %s () INHERITS (%s)".formatted(child.table(), schema.table()));
            insert(child, "WHERE i % 2 = " + i);
          }
          loadWhileWriting(schema, variant);
        });
  }

  /** A day of entries of 100.00 each, and the same on the day after. */
  private JournalSchema create(String partitioning) {
    var schema = JournalSchema.GL_ENTRIES.withTable("moving_" + ContractKit.uniqueNumber());
    kit.create(schema, Map.of(), partitioning);
    if (!partitioning.isEmpty()) {
      for (int i = 0; i < 2; i++) {
        kit.database()
            .execute(
                "CREATE TABLE %s_%d PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')"
                    .formatted(
                        schema.table(),
                        i,
                        schema.table(),
                        ContractKit.DAY.plusDays(i),
                        ContractKit.DAY.plusDays(i + 1)));
      }
    }
    insert(schema, "");
    return schema;
  }

  private void insert(JournalSchema schema, String where) {
    kit.insert(
        schema,
        "SELECT i, DATE '%s' + i / (%d + 1), 'd' || i %% 10, 'c', 100, repeat('x', 100) FROM generate_series(1, %d) i %s"
            .formatted(ContractKit.DAY, ENTRIES, 2 * ENTRIES, where));
    kit.database().execute("CREATE INDEX ON %s (id)".formatted(schema.table()));
  }

  private void loadWhileWriting(
      JournalSchema schema, dev.ledgerload.spi.StrategyProvider.Variant variant) throws Exception {
    try (var writer = EntryMover.start(kit.database(), schema, ENTRIES);
        var source = kit.open(schema, variant)) {
      for (int i = 0; i < LOADS; i++) {
        writer.awaitCommits(5);
        requireOneState(source);
      }
    }
  }

  private static void requireOneState(JournalSource source) {
    Set<Long> ids = new HashSet<>();
    var sum = BigDecimal.ZERO;
    try (var table = source.load(JournalQuery.entries(ContractKit.DAY))) {
      for (var entry : JournalEntry.of(table)) {
        assertThat(ids.add(entry.id())).as("entry %s the first time", entry.id()).isTrue();
        assertThat(entry.trxDate()).isEqualTo(ContractKit.DAY);
        sum = sum.add(entry.amount());
      }
    }
    assertThat(ids).hasSize(ENTRIES);
    assertThat(sum).isEqualTo(SUM);
  }
}
