package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A seeded day is loaded whole, exactly, and no more than was asked for. */
abstract class LoadingCases {
  private static final SeededJournal JOURNAL = ContractDatabase.JOURNAL;

  private final ContractKit kit;

  LoadingCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> loadsEveryEntryOnceWithItsExactValues() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(ContractDatabase.PLAIN, variant)) {
            requireSeededDays(source);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsEveryEntryOnceFromATablePartitionedByDay() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(ContractDatabase.BY_DAY, variant)) {
            requireSeededDays(source);
          }
        });
  }

  @Tag("volume")
  @TestFactory
  Stream<DynamicTest> loadsADayOfManyEntries() {
    return kit.forEachVariant(
        variant -> {
          var day = ContractDatabase.BIG_JOURNAL.parameters().day(0);
          try (var source = kit.open(kit.database().big(), variant)) {
            requireSeeded(source, ContractDatabase.BIG_JOURNAL, JournalQuery.entries(day));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsExactlyTheColumnsAskedFor() {
    return kit.forEachVariant(
        variant -> {
          var day = JOURNAL.parameters().day(1);
          try (var source = kit.open(ContractDatabase.PLAIN, variant)) {
            for (var column : GlEntries.of(Grain.ENTRY)) {
              requireSeeded(source, JOURNAL, JournalQuery.entries(day).select(column));
            }
            requireSeeded(source, JOURNAL, JournalQuery.entriesForTotals(day));
            var withoutDay = GlEntries.of(Grain.ENTRY).without(GlEntries.TRX_DATE);
            requireSeeded(source, JOURNAL, JournalQuery.entries(day).select(withoutDay));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsADayWithoutEntriesAsAnEmptyTable() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(ContractDatabase.PLAIN, variant)) {
            requireEmpty(source, JOURNAL.parameters().day(0).minusDays(1));
            requireEmpty(source, JOURNAL.parameters().day(2).plusDays(1));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsFromATableWithoutEntriesAnEmptyTable() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(kit.table(), variant)) {
            requireEmpty(source, ContractKit.DAY);
          }
        });
  }

  private void requireEmpty(JournalSource source, LocalDate day) {
    try (var table = source.load(JournalQuery.entries(day))) {
      assertThat(table.rows()).isZero();
      assertThat(table.columns()).isEqualTo(GlEntries.of(Grain.ENTRY));
      assertThat(table.cursor().next()).isFalse();
      requireContractTypes(table.schema().getFields(), table.columns());
    }
    kit.requireIdleSources();
  }

  @Test
  void holdsColumnsAsTheContractSays() {
    try (var source = kit.open(ContractDatabase.PLAIN);
        var table = source.load(JournalQuery.entries(JOURNAL.parameters().day(0)))) {
      requireContractTypes(table.schema().getFields(), table.columns());
    }
  }

  private static void requireContractTypes(List<Field> fields, ColumnSet columns) {
    assertThat(fields)
        .extracting(Field::getName)
        .containsExactlyElementsOf(columns.stream().map(Column::name).toList());
    for (var column : columns) {
      var field = fields.stream().filter(f -> f.getName().equals(column.name())).toList().get(0);
      switch (column.role()) {
        case PLAIN, COUNT -> assertThat(field.getType()).isEqualTo(new ArrowType.Int(64, true));
        case DAY ->
            assertThat(field.getType())
                .isEqualTo(new ArrowType.Date(org.apache.arrow.vector.types.DateUnit.DAY));
        case MEASURE, TOTAL ->
            assertThat(field.getType()).isEqualTo(new ArrowType.Decimal(18, 2, 128));
        case KEY, CODE -> {
          assertThat(field.getDictionary()).as("%s's dictionary", column).isNotNull();
          assertThat(field.getType()).isInstanceOf(ArrowType.Int.class);
        }
      }
    }
  }

  @Test
  void saysWhatTheTableIsASnapshotOf() {
    var day = JOURNAL.parameters().day(0);
    var before = serverClock();
    try (var source = kit.open(ContractDatabase.PLAIN);
        var table = source.load(JournalQuery.entries(day))) {
      assertThat(table.day()).isEqualTo(day);
      assertThat(table.grain()).isEqualTo(Grain.ENTRY);
      assertThat(table.snapshot().asOf()).isBetween(before, serverClock());
    }
  }

  @TestFactory
  Stream<DynamicTest> tellsTheDaysVersionWhereTheDatabaseKeepsOne() {
    return kit.forEachVariant(
        variant -> {
          var schema = kit.table();
          try (var source = kit.open(schema, variant)) {
            assertThat(version(source, ContractKit.DAY)).isEmpty();
            kit.installation("versions").install(kit.config(schema));
            var first = version(source, ContractKit.DAY);
            assertThat(first).isPresent();
            assertThat(version(source, ContractKit.DAY)).isEqualTo(first);
            kit.insert(schema, "SELECT 1, DATE '%s', 'd', 'c', 1".formatted(ContractKit.DAY));
            assertThat(version(source, ContractKit.DAY).orElseThrow().changes())
                .isGreaterThan(first.orElseThrow().changes());
            assertThat(version(source, ContractKit.DAY.plusDays(1))).isEqualTo(first);
          }
        });
  }

  private static Optional<DayVersion> version(JournalSource source, LocalDate day) {
    try (var table = source.load(JournalQuery.entries(day))) {
      return table.snapshot().version();
    }
  }

  private Instant serverClock() {
    return Instant.parse(
        kit.database()
            .texts(
                "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
            .get(0));
  }

  @Test
  void seesWhatWasCommittedBeforeTheLoad() {
    var schema = kit.table();
    try (var source = kit.open(schema)) {
      for (int i = 1; i <= 3; i++) {
        kit.insert(schema, "SELECT %d, DATE '%s', 'd', 'c', 1".formatted(i, ContractKit.DAY));
        try (var table = source.load(JournalQuery.entries(ContractKit.DAY))) {
          assertThat(table.rows()).isEqualTo(i);
        }
        kit.requireIdleSources();
      }
    }
  }

  @Test
  void namesItsStrategyAndItsVariants() {
    try (var source = kit.open(ContractDatabase.PLAIN)) {
      assertThat(source.strategy()).isEqualTo(kit.strategy()).matches("[a-z]+");
      assertThat(source.grains()).contains(Grain.ENTRY);
    }
    assertThat(kit.variantNames()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(kit.variantNames()).allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void servesOrRefusesAccountPairs() {
    var query = JournalQuery.groups(JOURNAL.parameters().day(0));
    try (var source = kit.open(ContractDatabase.PLAIN)) {
      if (source.grains().contains(Grain.GROUP)) {
        try (var table = source.load(query)) {
          assertThat(table.rows()).isEqualTo(JOURNAL.oracle().pairs(query.day()));
          assertThat(TableDigest.of(table))
              .isEqualTo(JOURNAL.oracle().digest(query.day(), query.grain(), query.columns()));
        }
      } else {
        assertThat(kit.failureOf(source, query).kind())
            .isEqualTo(JournalLoadException.Kind.UNSUPPORTED);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> takesNamesThatNeedQuoting() {
    kit.database().execute("CREATE SCHEMA IF NOT EXISTS \"Odd \"\"schema\"");
    var schema =
        JournalSchema.GL_ENTRIES
            .withTable("Odd \"schema.we\"ird\"'; --%s".formatted(ContractKit.uniqueNumber()))
            .withSqlNames(ODD_NAMES);
    JOURNAL.seed(kit.database().url(), schema, dev.ledgerload.testbed.SeedOptions.DEFAULT);
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            requireSeededDays(source);
          }
        });
  }

  private static final java.util.Map<Column, String> ODD_NAMES =
      java.util.Map.of(
          GlEntries.ID, "Id",
          GlEntries.TRX_DATE, "select",
          GlEntries.ACC_DEBIT, "acc debit",
          GlEntries.ACC_CREDIT, "\"\"",
          GlEntries.AMOUNT, "amount?",
          GlEntries.T_1, "t:1",
          GlEntries.T_2, "$2",
          GlEntries.T_3, "'; --",
          GlEntries.T_4, "t_4\\n{4}",
          GlEntries.T_5, "Köln 東京");

  private void requireSeededDays(JournalSource source) {
    for (var day : JOURNAL.parameters().dayList()) {
      requireSeeded(source, JOURNAL, JournalQuery.entries(day));
    }
  }

  private void requireSeeded(JournalSource source, SeededJournal journal, JournalQuery query) {
    try (var table = source.load(query)) {
      assertThat(table.columns()).isEqualTo(query.columns());
      assertThat(table.rows()).isEqualTo(journal.oracle().rows(query.day()));
      assertThat(TableDigest.of(table))
          .as("digest of %s", query.columns())
          .isEqualTo(journal.oracle().digest(query.day(), query.columns()));
    }
    kit.requireIdleSources();
  }
}
