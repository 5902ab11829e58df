package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Journals of other systems, and one with a column of each type. */
abstract class ForeignCases {
  private static final Map<String, List<List<@Nullable String>>> WHOLE = new ConcurrentHashMap<>();

  private final ContractKit kit;

  ForeignCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> aDayIsWhatTheLedgerHasOfIt() {
    return forEach(this::requireRightDays);
  }

  @TestFactory
  Stream<DynamicTest> aProjectionIsPartOfTheDay() {
    return forEach(this::requireRightProjections);
  }

  private interface Check {
    void check(ForeignJournal journal, Variant variant);
  }

  /**
   * But for several streams over a query's result, which has no pages to share; and there is no
   * view of its groups.
   */
  private Stream<DynamicTest> forEach(Check check) {
    return kit.database().foreignJournals().stream()
        .flatMap(
            journal ->
                kit.variants().stream()
                    .filter(
                        variant ->
                            !journal.schema().isQuery()
                                || (kit.grain() == Grain.ENTRY && variant.equals(kit.variant())))
                    .map(
                        variant ->
                            DynamicTest.dynamicTest(
                                journal.name() + ", " + variant.name(),
                                () -> check.check(journal, variant))));
  }

  private void requireRightDays(ForeignJournal journal, Variant variant) {
    var schema = kit.published(journal.schema());
    try (var source = kit.open(schema, variant)) {
      for (var day : journal.days()) {
        var query = JournalQuery.of(schema.of(kit.grain()), day);
        try (var table = source.load(query)) {
          assertThat(table.day()).isEqualTo(day);
          requireSame(ForeignJournal.texts(table), expected(journal, day, table));
        }
      }
    }
  }

  private void requireRightProjections(ForeignJournal journal, Variant variant) {
    var schema = kit.published(journal.schema());
    var day = journal.days().get(0);
    var all = schema.of(kit.grain()).columns();
    try (var source = kit.open(schema, variant)) {
      for (var column : all) {
        var query = JournalQuery.of(schema.of(kit.grain()), day).select(column);
        try (var table = source.load(query)) {
          assertThat(table.columns()).isEqualTo(all.of(List.of(column)));
          requireSame(ForeignJournal.texts(table), expected(journal, day, table));
        }
      }
    }
  }

  private List<List<@Nullable String>> expected(
      ForeignJournal journal, LocalDate day, JournalTable table) {
    var schema = journal.schema().of(kit.grain());
    List<Column> all = new ArrayList<>(schema.columns());
    if (kit.grain() == Grain.GROUP) { // as the oracle has them
      all = new ArrayList<>(schema.keys());
      all.addAll(schema.measures());
      schema.entryCount().ifPresent(all::add);
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (var whole : whole(journal, day, all)) {
      List<@Nullable String> row = new ArrayList<>();
      for (var column : table.columns()) {
        row.add(whole.get(all.indexOf(column)));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Asked once: what the journals hold doesn't change. */
  private List<List<@Nullable String>> whole(
      ForeignJournal journal, LocalDate day, List<Column> columns) {
    var database = kit.database().url();
    return WHOLE.computeIfAbsent(
        journal.name() + day + kit.grain(),
        key ->
            kit.grain() == Grain.ENTRY
                ? journal.entries(database, day, columns)
                : journal.groups(database, day));
  }

  private static void requireSame(
      List<List<@Nullable String>> texts, List<List<@Nullable String>> expected) {
    assertThat(sorted(texts)).isEqualTo(sorted(expected));
  }

  private static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows) {
    return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
  }
}
