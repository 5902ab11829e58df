package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.testbed.JournalEntry;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ids and days up to their limits; days that are none. */
abstract class NumberAndDayCases {
  private final ContractKit kit;

  NumberAndDayCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> keepsIdsOfAnySizeAndNone() {
    var schema = kit.table();
    var ids = List.of(Long.MIN_VALUE, -1L, 0L, 1L, 1L << 32, Long.MAX_VALUE);
    for (var id : ids) {
      kit.insert(schema, "SELECT %s::bigint, DATE '%s'".formatted("'" + id + "'", ContractKit.DAY));
    }
    kit.insert(schema, "SELECT NULL::bigint, DATE '%s'".formatted(ContractKit.DAY));
    return kit.forEachVariant(
        variant -> {
          var entries = kit.entries(schema, ContractKit.DAY, variant);
          assertThat(entries.subList(0, ids.size()))
              .extracting(JournalEntry::id)
              .containsExactlyElementsOf(ids);
          assertThat(entries).hasSize(ids.size() + 1);
          assertThat(entries.get(ids.size()).id()).isNull();
        });
  }

  @TestFactory
  Stream<DynamicTest> keepsIdsOfEveryIntegerType() {
    var domain = "entry_number_" + ContractKit.uniqueNumber();
    kit.database().execute("CREATE DOMAIN %s AS integer".formatted(domain));
    Map<String, List<Long>> ids =
        Map.of(
            "smallint",
            List.of((long) Short.MIN_VALUE, 0L, (long) Short.MAX_VALUE),
            "integer",
            List.of((long) Integer.MIN_VALUE, 1000L, (long) Integer.MAX_VALUE),
            "serial",
            List.of(-1L, 1L, 70_000L),
            domain,
            List.of(-1000L, 0L, (long) Integer.MAX_VALUE));
    return ids.entrySet().stream()
        .flatMap(
            type -> {
              var schema = kit.table(Map.of(GlEntries.ID, type.getKey()));
              for (var id : type.getValue()) {
                kit.insert(schema, "SELECT %d, DATE '%s'".formatted(id, ContractKit.DAY));
              }
              return kit.forEachVariant(
                  variant ->
                      assertThat(kit.entries(schema, ContractKit.DAY, variant))
                          .as("ids of type %s", type.getKey())
                          .extracting(JournalEntry::id)
                          .containsExactlyElementsOf(type.getValue()));
            });
  }

  @TestFactory
  Stream<DynamicTest> loadsEachDayThatAQueryCanName() {
    var schema = kit.table();
    var days =
        Stream.of(
                "0001-01-01", "1969-12-31", "1999-12-31", "2000-01-01", "2024-02-29", "9999-12-31")
            .map(LocalDate::parse)
            .toList();
    for (var day : days) {
      kit.insert(schema, "SELECT 1, DATE '%s'".formatted(day));
    }
    return kit.forEachVariant(
        variant -> {
          for (var day : days) {
            assertThat(kit.entries(schema, day, variant))
                .extracting(JournalEntry::trxDate)
                .containsExactly(day);
          }
        });
  }

  /** A comparison with the day would find those of midnight only. */
  @TestFactory
  Stream<DynamicTest> findsAllEntriesOfADayThatTimestampsLieIn() {
    var schema = kit.table(Map.of(GlEntries.TRX_DATE, "timestamp"));
    kit.insert(
        schema,
        "SELECT n, TIMESTAMP '%s' + INTERVAL '6 hours' * n - INTERVAL '1 microsecond', 'd', 'c', n FROM generate_series(-1, 6) n"
            .formatted(ContractKit.DAY));
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant);
              var table = source.load(JournalQuery.entriesForTotals(ContractKit.DAY))) {
            assertThat(table.rows()).isEqualTo(4);
          }
        });
  }

  @Test
  void putsEntriesWithoutADayInNoDay() {
    var schema = kit.table();
    kit.insert(
        schema,
        "VALUES (1, DATE 'infinity'), (2, DATE '-infinity'), (3, NULL), (4, DATE '%s')"
            .formatted(ContractKit.DAY));
    assertThat(kit.entries(schema, ContractKit.DAY))
        .extracting(JournalEntry::id)
        .containsExactly(4L);
    for (var day : List.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31))) {
      assertThat(kit.entries(schema, day)).isEmpty();
    }
  }

  @Test
  void countsEntriesThatDifferInNothing() {
    var schema = kit.table();
    kit.insert(
        schema,
        "SELECT 7, DATE '%s', 'd', 'c', 1.00 FROM generate_series(1, 1000)"
            .formatted(ContractKit.DAY));
    try (var source = kit.open(schema);
        var table = source.load(JournalQuery.entries(ContractKit.DAY).select(GlEntries.AMOUNT))) {
      assertThat(table.rows()).isEqualTo(1000);
    }
  }
}
