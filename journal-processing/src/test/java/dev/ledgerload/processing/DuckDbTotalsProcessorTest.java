package dev.ledgerload.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DuckDbTotalsProcessorTest extends TotalsProcessorContract {
  private static final TestTables TABLES =
      TestTables.entries(List.of("1000"), List.of("2000")).withBatchRows(1);
  private static final List<TestTables.Row> ROWS =
      Collections.nCopies(3, new TestTables.Row(0, 0, BigDecimal.ONE));

  @Override
  TotalsProcessor newProcessor() {
    return TotalsProcessors.named("duckdb");
  }

  @Test
  void breaksOffWhenInterruptedAndWorksOn() {
    try (var allocator = new RootAllocator();
        var processor = newProcessor();
        var table = TABLES.table(allocator, ROWS)) {
      long bytes = allocator.getAllocatedMemory();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> processor.process(table))
          .isInstanceOf(TotalsProcessingException.class)
          .hasMessageStartingWith("duckdb: interrupted after 0 batches");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(allocator.getAllocatedMemory()).isEqualTo(bytes);
      assertThat(processor.process(table)).isEqualTo(NaiveTotals.of(TABLES, ROWS));
    }
  }

  @Tag("volume")
  @Test
  void leaksNothingWhereverMemoryRunsOut() {
    int failures = 0;
    try (var allocator = new RootAllocator();
        var processor = newProcessor();
        var table = TABLES.table(allocator, ROWS)) {
      long bytes = allocator.getAllocatedMemory();
      for (long spareBytes = 0; spareBytes < 6000; spareBytes += 100) {
        allocator.setLimit(bytes + spareBytes);
        try {
          assertThat(processor.process(table)).isEqualTo(NaiveTotals.of(TABLES, ROWS));
        } catch (TotalsProcessingException e) {
          failures++;
        }
        assertThat(allocator.getAllocatedMemory()).isEqualTo(bytes);
      }
    }
    assertThat(failures).isBetween(1, 59);
  }

  @Test
  void takesAnyNumberOfThreadsFromOne() {
    for (int threads : new int[] {1, 3}) {
      try (var allocator = new RootAllocator();
          var processor = TotalsProcessors.duckDb(threads);
          var table = TABLES.table(allocator, ROWS)) {
        assertThat(processor.process(table)).isEqualTo(NaiveTotals.of(TABLES, ROWS));
      }
    }
    assertThatThrownBy(() -> TotalsProcessors.duckDb(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, not 0");
  }
}
