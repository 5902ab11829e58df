package dev.ledgerload.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessedTotalsSourceTest {
  private static final List<TestTables.Row> ROWS =
      List.of(
          new TestTables.Row(0, 0, BigDecimal.ONE), new TestTables.Row(0, null, BigDecimal.TEN));

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noTableIsLeftOpen() {
    allocator.close();
  }

  /** A journal of one day, kept in the test. */
  private static final class OneDay implements JournalSource {
    private final TestTables tables;
    private final Set<Grain> grains;
    private final BufferAllocator allocator;
    private final List<JournalQuery> asked = new ArrayList<>();
    private boolean closed;

    OneDay(TestTables tables, Set<Grain> grains, BufferAllocator allocator) {
      this.tables = tables;
      this.grains = grains;
      this.allocator = allocator;
    }

    @Override
    public String strategy() {
      return "one-day";
    }

    @Override
    public Set<Grain> grains() {
      return grains;
    }

    @Override
    public JournalTable load(JournalQuery query) {
      asked.add(query);
      try (var table = tables.withGrain(query.grain()).table(allocator, ROWS)) {
        return table.project(query.columns());
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static TestTables tables() {
    return TestTables.entries(List.of("1000"), List.of("2000"));
  }

  @ParameterizedTest
  @EnumSource(Grain.class)
  void processesWhicheverGrainTheSourceHas(Grain grain) {
    var day = new OneDay(tables(), Set.of(grain), allocator);
    try (var source =
        new ProcessedTotalsSource(JournalSchema.GL_ENTRIES, day, TotalsProcessors.kernel())) {
      assertThat(source.totals(TestTables.DAY))
          .isEqualTo(NaiveTotals.of(tables().withGrain(grain), ROWS));
    }
    var wanted = JournalQuery.forTotals(JournalSchema.GL_ENTRIES.of(grain), TestTables.DAY);
    assertThat(day.asked).containsExactly(wanted);
  }

  @Test
  void asksForEntriesWhereThereAreBoth() {
    var day = new OneDay(tables(), Set.of(Grain.values()), allocator);
    try (var source =
        new ProcessedTotalsSource(JournalSchema.GL_ENTRIES, day, TotalsProcessors.kernel())) {
      source.totals(TestTables.DAY);
    }
    assertThat(day.asked).containsExactly(JournalQuery.entriesForTotals(TestTables.DAY));
  }

  @Test
  void closesTheTableWhenProcessingFails() {
    var processor = TotalsProcessors.kernel();
    var day = new OneDay(tables(), Set.of(Grain.ENTRY), allocator);
    try (var source = new ProcessedTotalsSource(JournalSchema.GL_ENTRIES, day, processor)) {
      processor.close();
      assertThatThrownBy(() -> source.totals(TestTables.DAY))
          .isInstanceOf(IllegalStateException.class);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void closesWhatItIsMadeOf() {
    var processor = TotalsProcessors.kernel();
    var day = new OneDay(tables(), Set.of(Grain.ENTRY), allocator);
    new ProcessedTotalsSource(JournalSchema.GL_ENTRIES, day, processor).close();
    assertThat(day.closed).isTrue();
    try (var table = tables().table(allocator, ROWS)) {
      assertThatThrownBy(() -> processor.process(table)).isInstanceOf(IllegalStateException.class);
    }
  }
}
