package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalTable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableDigestTest {
  private static final int ROWS = 10_000;
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(ROWS, 2));
  private static final JournalTables TABLES = JournalTables.of(JOURNAL.parameters());
  private static final ColumnSet ALL = GlEntries.of(Grain.ENTRY);

  private final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void closeAllocator() {
    allocator.close();
  }

  private JournalTable table(List<Integer> rows, int batchRows) {
    return new GeneratedTable(TABLES, allocator).of(1, rows, batchRows);
  }

  private static List<Integer> allRows() {
    return IntStream.range(0, ROWS).boxed().toList();
  }

  private static long expected(ColumnSet columns) {
    return JOURNAL.oracle().digest(JOURNAL.parameters().day(1), columns);
  }

  @Test
  void equalsTheOraclesForEverySetOfColumns() {
    try (var table = table(allRows(), ROWS)) {
      assertThat(TableDigest.of(table)).isEqualTo(expected(ALL));
      for (var column : ALL) {
        var others = ALL.without(column);
        for (var columns : List.of(GlEntries.of(column), others)) {
          try (var part = table.project(columns)) {
            assertThat(TableDigest.of(part)).isEqualTo(expected(columns));
          }
        }
      }
    }
  }

  @Test
  void dependsOnNeitherOrderNorBatches() {
    var backwards = IntStream.range(0, ROWS).mapToObj(i -> ROWS - 1 - i).toList();
    try (var table = table(backwards, 777)) {
      assertThat(TableDigest.of(table)).isEqualTo(expected(ALL));
    }
  }

  @Test
  void noticesARowThatIsMissingTwiceOrAnother() {
    var rows = IntStream.range(0, ROWS).boxed().collect(java.util.stream.Collectors.toList());
    rows.set(17, 18);
    try (var one = table(rows, ROWS);
        var fewer = table(rows.subList(1, ROWS), ROWS)) {
      assertThat(TableDigest.of(one)).isNotEqualTo(expected(ALL));
      assertThat(TableDigest.of(fewer)).isNotEqualTo(expected(ALL));
    }
  }

  @Test
  void ofATableWithoutRowsIsZero() {
    try (var table = table(List.of(), 1)) {
      assertThat(TableDigest.of(table)).isZero();
      assertThat(JOURNAL.oracle().digest(JournalParameters.FIRST_DAY.minusDays(1), ALL)).isZero();
    }
  }
}
