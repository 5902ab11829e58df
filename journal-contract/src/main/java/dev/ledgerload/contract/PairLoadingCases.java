package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A seeded day's pairs are loaded whole, exactly, and no more than was asked for. */
abstract class PairLoadingCases {
  private static final SeededJournal JOURNAL = ContractDatabase.JOURNAL;

  private final ContractKit kit;

  PairLoadingCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> loadsEveryPairOnceWithItsExactTotal() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(kit.seeded(), variant)) {
            requireSeededDays(source);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsEveryPairOnceFromATablePartitionedByDay() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(kit.published(ContractDatabase.BY_DAY), variant)) {
            requireSeededDays(source);
          }
        });
  }

  @Tag("volume")
  @TestFactory
  Stream<DynamicTest> loadsADayOfManyPairs() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(kit.big(), variant)) {
            requireSeeded(
                source, kit.bigJournal(), kit.query(kit.bigJournal().parameters().day(0)));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsExactlyTheColumnsAskedFor() {
    return kit.forEachVariant(
        variant -> {
          var query = kit.query(JOURNAL.parameters().day(1));
          try (var source = kit.open(kit.seeded(), variant)) {
            for (var column : GlEntries.of(Grain.GROUP)) {
              requireSeeded(source, JOURNAL, query.select(column));
              var others = GlEntries.of(Grain.GROUP).without(column);
              requireSeeded(source, JOURNAL, query.select(others));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> loadsADayWithoutEntriesAsAnEmptyTable() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(kit.seeded(), variant)) {
            requireEmpty(source, JOURNAL.parameters().day(0).minusDays(1));
            requireEmpty(source, JOURNAL.parameters().day(2).plusDays(1));
          }
        });
  }

  private void requireEmpty(JournalSource source, LocalDate day) {
    try (var table = source.load(kit.query(day))) {
      assertThat(table.rows()).isZero();
      assertThat(table.columns()).isEqualTo(GlEntries.of(Grain.GROUP));
    }
    kit.requireIdleSources();
  }

  @Test
  void holdsColumnsInTheirOrder() {
    try (var source = kit.open(kit.seeded());
        var table = source.load(kit.query(JOURNAL.parameters().day(0)))) {
      assertThat(table.schema().getFields())
          .extracting(Field::getName)
          .containsExactly("acc_debit", "acc_credit", "total_amount", "entry_count");
    }
  }

  @Test
  void saysWhatTheTableIsASnapshotOf() {
    var schema = kit.table();
    var before = serverClock();
    kit.publish(schema);
    var after = serverClock();
    try (var source = kit.open(schema);
        var table = source.load(kit.query(ContractKit.DAY))) {
      assertThat(table.day()).isEqualTo(ContractKit.DAY);
      assertThat(table.grain()).isEqualTo(Grain.GROUP);
      assertThat(table.snapshot().asOf()).isBetween(before, after);
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
  void showsWhatWasPublishedUntilItIsPublishedAgain() {
    var schema = kit.table();
    kit.publish(schema);
    try (var source = kit.open(schema)) {
      for (int i = 1; i <= 3; i++) {
        kit.insert(schema, "SELECT %d, DATE '%s', 'd%1$d', 'c', 1".formatted(i, ContractKit.DAY));
        assertThat(rows(source)).isEqualTo(i - 1);
        kit.publish(schema);
        assertThat(rows(source)).isEqualTo(i);
        kit.requireIdleSources();
      }
    }
  }

  private long rows(JournalSource source) {
    try (var table = source.load(kit.query(ContractKit.DAY))) {
      return table.rows();
    }
  }

  @Test
  void givesNoSnapshotThatIsOlderThanAllowed() {
    var schema = kit.table();
    kit.publish(schema);
    try (var source = kit.open(schema)) {
      var query = kit.query(ContractKit.DAY);
      source.load(query.noOlderThan(Duration.ofHours(1))).close();
      var failure = kit.failureOf(source, query.noOlderThan(Duration.ofNanos(1)));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("old").hasMessageContaining("PT0.000000001S");
      kit.requireIdleSources();
    }
  }

  @TestFactory
  Stream<DynamicTest> tellsTheVersionThatTheDayHadWhenItWasPublished() {
    return kit.forEachVariant(
        variant -> {
          var schema = kit.table();
          kit.publish(schema);
          try (var source = kit.open(schema, variant)) {
            assertThat(version(source, ContractKit.DAY)).isEmpty();
            kit.installation("versions").install(kit.config(schema));
            kit.publish(schema);
            var first = version(source, ContractKit.DAY);
            assertThat(first).isPresent();
            kit.insert(schema, "SELECT 1, DATE '%s', 'd', 'c', 1".formatted(ContractKit.DAY));
            assertThat(version(source, ContractKit.DAY)).isEqualTo(first);
            kit.publish(schema);
            assertThat(version(source, ContractKit.DAY).orElseThrow().changes())
                .isGreaterThan(first.orElseThrow().changes());
            assertThat(version(source, ContractKit.DAY.plusDays(1))).isEqualTo(first);
          }
        });
  }

  private Optional<DayVersion> version(JournalSource source, LocalDate day) {
    try (var table = source.load(kit.query(day))) {
      return table.snapshot().version();
    }
  }

  @Test
  void namesItsStrategyAndItsVariants() {
    try (var source = kit.open(kit.seeded())) {
      assertThat(source.strategy()).isEqualTo(kit.strategy()).matches("[a-z]+");
      assertThat(source.grains()).contains(Grain.GROUP);
    }
    assertThat(kit.variantNames()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(kit.variantNames()).allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void servesOrRefusesEntries() {
    var query = JournalQuery.entries(JOURNAL.parameters().day(0));
    try (var source = kit.open(kit.seeded())) {
      if (source.grains().contains(Grain.ENTRY)) {
        try (var table = source.load(query)) {
          assertThat(TableDigest.of(table))
              .isEqualTo(JOURNAL.oracle().digest(query.day(), query.columns()));
        }
      } else {
        assertThat(kit.failureOf(source, query).kind()).isEqualTo(UNSUPPORTED);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> takesNamesThatNeedQuoting() {
    kit.database().execute("CREATE SCHEMA IF NOT EXISTS \"Odd \"\"schema\"");
    var schema =
        JournalSchema.GL_ENTRIES
            .withTable(
                "Odd \"schema.we\"ird\"'; --$body${day}%s".formatted(ContractKit.uniqueNumber()))
            .withSqlNames(ODD_NAMES);
    JOURNAL.seed(kit.database().url(), schema, SeedOptions.DEFAULT);
    kit.publish(schema);
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            requireSeededDays(source);
          }
        });
  }

  private static final Map<Column, String> ODD_NAMES =
      Map.of(
          GlEntries.ID, "${journal}",
          GlEntries.TRX_DATE, "select",
          GlEntries.ACC_DEBIT, "acc_credit",
          GlEntries.ACC_CREDIT, "acc_debit",
          GlEntries.AMOUNT, "amount?",
          GlEntries.T_1, "{d '1'}");

  private void requireSeededDays(JournalSource source) {
    for (var day : JOURNAL.parameters().dayList()) {
      requireSeeded(source, JOURNAL, kit.query(day));
    }
  }

  private void requireSeeded(JournalSource source, SeededJournal journal, JournalQuery query) {
    try (var table = source.load(query)) {
      assertThat(table.columns()).isEqualTo(query.columns());
      assertThat(table.rows()).isEqualTo(journal.oracle().pairs(query.day()));
      assertThat(TableDigest.of(table))
          .as("digest of %s", query.columns())
          .isEqualTo(kit.digest(journal, table));
    }
    kit.requireIdleSources();
  }
}
