package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Journals of other systems, and one with a column of each type. */
abstract class ForeignCases {
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
          assertThat(ForeignJournal.texts(table))
              .containsExactlyInAnyOrderElementsOf(expected(journal, day, table));
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
          assertThat(ForeignJournal.texts(table))
              .containsExactlyInAnyOrderElementsOf(expected(journal, day, table));
        }
      }
    }
  }

  private List<List<@Nullable String>> expected(
      ForeignJournal journal, LocalDate day, JournalTable table) {
    var database = kit.database().url();
    return kit.grain() == Grain.ENTRY
        ? journal.entries(database, day, table.columns())
        : projected(journal.groups(database, day), journal, table.columns());
  }

  private static List<List<@Nullable String>> projected(
      List<List<@Nullable String>> groups, ForeignJournal journal, ColumnSet wanted) {
    var ofGroups = journal.schema().of(Grain.GROUP);
    List<String> names = new ArrayList<>();
    ofGroups.keys().forEach(key -> names.add(key.name()));
    ofGroups.measures().forEach(total -> names.add(total.name()));
    names.add("entry_count");
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (var group : groups) {
      List<@Nullable String> row = new ArrayList<>();
      wanted.forEach(column -> row.add(group.get(names.indexOf(column.name()))));
      rows.add(row);
    }
    return rows;
  }
}
