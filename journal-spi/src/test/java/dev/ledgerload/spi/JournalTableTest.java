package dev.ledgerload.spi;

import static dev.ledgerload.spi.GlEntries.ACC_CREDIT;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static dev.ledgerload.spi.GlEntries.TRX_DATE;
import static dev.ledgerload.spi.GlEntries.T_1;
import static dev.ledgerload.spi.GlEntries.T_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTableTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeft() {
    allocator.close();
  }

  private static void assertClosed(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void tellsWhatItHolds() {
    try (var table = TestTable.open(allocator)) {
      assertThat(table.day()).isEqualTo(TestTable.DAY);
      assertThat(table.grain()).isEqualTo(Grain.ENTRY);
      assertThat(table.journal()).isEqualTo(JournalSchema.GL_ENTRIES);
      assertThat(table.snapshot()).isEqualTo(TestTable.SNAPSHOT);
      assertThat(table.rows()).isEqualTo(4);
      assertThat(table.bytes()).isPositive().isEqualTo(allocator.getAllocatedMemory());
      assertThat(table.columns()).containsExactly(ID, TRX_DATE, ACC_DEBIT, ACC_CREDIT, AMOUNT, T_1);
      assertThat(table).hasToString("JournalTable[2026-03-31, ENTRY, 4 rows]");
    }
  }

  @Test
  void freesItsMemoryAtTheLastCloseAndNotBefore() {
    var table = TestTable.open(allocator);
    var shared = table.share();
    var projected = shared.project(GlEntries.of(AMOUNT));
    var reader = projected.reader();
    long bytes = allocator.getAllocatedMemory();
    for (AutoCloseable handle : List.of(table, shared, projected)) {
      close(handle);
      assertThat(allocator.getAllocatedMemory()).isEqualTo(bytes);
    }
    close(reader);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private static void close(AutoCloseable handle) {
    try (handle) {
      assertThat(handle).isNotNull();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingAHandleTwiceTakesNothingFromTheOthers() {
    try (var shared = sharedOfATableClosedTwice()) {
      assertThat(JournalEntry.of(shared)).isEqualTo(TestTable.ENTRIES);
    }
  }

  private JournalTable sharedOfATableClosedTwice() {
    var table = TestTable.open(allocator);
    var shared = table.share();
    table.close();
    table.close();
    return shared;
  }

  @Test
  void refusesEveryUseOnceClosed() {
    var table = TestTable.open(allocator);
    table.close();
    assertClosed(table::share);
    assertClosed(() -> table.project(GlEntries.of(ID)));
    assertClosed(table::day);
    assertClosed(table::grain);
    assertClosed(table::snapshot);
    assertClosed(table::columns);
    assertClosed(table::rows);
    assertClosed(table::bytes);
    assertClosed(table::schema);
    assertClosed(table::batches);
    assertClosed(() -> table.dictionary(ACC_DEBIT));
    assertClosed(() -> table.dictionaryValues(ACC_DEBIT));
    assertClosed(() -> table.type(ACC_DEBIT));
    assertClosed(table::cursor);
    assertClosed(() -> table.rows(JournalEntry.class));
    assertClosed(table::reader);
  }

  @Test
  void countsHandlesAcrossThreads() throws Exception {
    int threads = 8;
    var pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        var table = TestTable.open(allocator);
        var start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          boolean closes = thread == 0;
          running.add(pool.submit(() -> shareWhileAnotherCloses(table, start, closes)));
        }
        start.countDown();
        for (var future : running) {
          future.get();
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed", e.getCause());
    } finally {
      pool.shutdown();
    }
  }

  private static void shareWhileAnotherCloses(
      JournalTable table, CountDownLatch start, boolean closes) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (closes) {
      table.close();
      return;
    }
    try {
      for (int i = 0; i < 20; i++) {
        try (var shared = table.share()) {
          assertThat(JournalEntry.of(shared)).isEqualTo(TestTable.ENTRIES);
        }
      }
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageContaining("closed");
    }
  }

  @Test
  void readsEntriesWithTheirNulls() {
    try (var table = TestTable.open(allocator)) {
      assertThat(JournalEntry.of(table)).isEqualTo(TestTable.ENTRIES);
    }
  }

  @Test
  void showsOnlyTheProjectedColumns() {
    try (var table = TestTable.open(allocator);
        var projected = table.project(GlEntries.of(AMOUNT, ACC_CREDIT))) {
      assertThat(projected.columns()).containsExactly(ACC_CREDIT, AMOUNT);
      assertThat(projected.journal()).isEqualTo(table.journal());
      assertThat(projected.schema().getFields())
          .extracting("name")
          .containsExactly("acc_credit", "amount");
      assertThat(projected.rows()).isEqualTo(4);
      assertThat(projected.bytes()).isEqualTo(table.bytes());
      assertThat(JournalEntry.of(projected))
          .containsExactlyElementsOf(
              TestTable.ENTRIES.stream()
                  .map(
                      entry ->
                          new JournalEntry(
                              null,
                              null,
                              null,
                              entry.accCredit(),
                              entry.amount(),
                              null,
                              null,
                              null,
                              null,
                              null))
                  .toList());
    }
  }

  @Test
  void refusesToProjectWhatItDoesNotHave() {
    try (var table = TestTable.open(allocator);
        var projected = table.project(GlEntries.of(AMOUNT))) {
      assertThatThrownBy(() -> projected.project(GlEntries.of(ID)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("columns must be some of [amount], not [id]");
      assertThatThrownBy(() -> table.project(GlEntries.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> table.project(GlEntries.of(T_2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void givesTheDictionaryOfACodeColumnOnly() {
    try (var table = TestTable.open(allocator);
        var projected = table.project(GlEntries.of(ACC_CREDIT, AMOUNT))) {
      assertThat(projected.dictionary(ACC_CREDIT).getObject(1)).hasToString("é");
      assertThat(projected.dictionary(ACC_CREDIT).getValueCount()).isEqualTo(2);
      for (var column : List.of(AMOUNT, ACC_DEBIT, T_2)) {
        assertThatThrownBy(() -> projected.dictionary(column))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(column + " is no code column of [acc_credit, amount]");
      }
    }
  }
}
