package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.date;
import static dev.ledgerload.columnar.Cells.int8;
import static dev.ledgerload.columnar.Cells.numeric;
import static dev.ledgerload.columnar.Cells.text;
import static dev.ledgerload.columnar.Cells.tuple;
import static dev.ledgerload.spi.GlEntries.ACC_CREDIT;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ENTRY_COUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static dev.ledgerload.spi.GlEntries.TRX_DATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTableBuilderTest extends ColumnarTest {
  private static final int BATCH = 262_144;
  private static final List<ColumnSpec> IDS = List.of(ColumnSpec.of(ID));
  private static final List<ColumnSpec> SOME =
      List.of(ColumnSpec.of(ID), ColumnSpec.of(TRX_DATE), ColumnSpec.of(ACC_DEBIT), amount(18, 2));

  @ParameterizedTest
  @ValueSource(ints = {1, 1_023, 1_024, 1_025, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 3})
  void keepsEveryRowOfEveryBatch(int rows) {
    try (var table = ids(rows)) {
      long next = 0;
      for (var batch : table.batches()) {
        var ids = (BigIntVector) batch.getVector(0);
        for (int row = 0; row < batch.getRowCount(); row++) {
          if (ids.get(row) != next++) {
            throw new AssertionError("row %d is %d".formatted(next - 1, ids.get(row)));
          }
        }
      }
      assertThat(next).isEqualTo(rows);
    }
  }

  @Test
  void beginsABatchOnlyForARowToBeInIt() {
    try (var table = ids(BATCH)) {
      assertThat(rowsOfBatches(table)).containsExactly(BATCH);
    }
  }

  @Test
  void putsTheFirstRowTooManyIntoABatchOfItsOwn() {
    try (var table = ids(BATCH + 1)) {
      assertThat(rowsOfBatches(table)).containsExactly(BATCH, 1);
    }
  }

  @Test
  void splitsABlockThatCrossesTheEndOfABatch() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS)) {
      var part = builder.addPart();
      appendIds(part, 0, 1_000); // from here on no block ends where a batch does
      appendIds(part, 1_000, BATCH + 1_000);
      try (var table = builder.finish(snapshot())) {
        assertThat(JournalEntry.of(table))
            .hasSize(BATCH + 1_000)
            .extracting(JournalEntry::id)
            .element(BATCH)
            .isEqualTo((long) BATCH);
      }
    }
  }

  @Test
  void takesNoMoreForAnEntryThanItsValues() {
    try (var table = ids(2 * BATCH)) {
      assertThat(table.bytes()).isEqualTo(2L * BATCH * 8 + 2L * BATCH / 8);
    }
  }

  @Test
  void givesBackWhatTheLastBatchDoesNotNeed() {
    try (var table = ids(BATCH + 1)) {
      assertThat(table.bytes()).isLessThan((long) BATCH * 8 + BATCH / 8 + 64);
    }
  }

  @Test
  void countsTheRowsOfAllParts() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS)) {
      appendIds(builder.addPart(), 0, 3);
      builder.addPart();
      appendIds(builder.addPart(), 3, 5);

      assertThat(builder.rows()).isEqualTo(5);
    }
  }

  @Test
  void putsThePartsTogetherInTheirOrder() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS)) {
      var first = builder.addPart();
      var empty = builder.addPart();
      var last = builder.addPart();
      appendIds(last, 2, 4);
      appendIds(first, 0, 2);
      try (var table = builder.finish(snapshot())) {
        assertThat(empty.rows()).isZero();
        assertThat(JournalEntry.of(table))
            .extracting(JournalEntry::id)
            .containsExactly(0L, 1L, 2L, 3L);
      }
    }
  }

  @Test
  void isEmptyWithoutAnyPart() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, SOME);
        var table = builder.finish(snapshot())) {
      assertThat(rowsOfBatches(table)).containsExactly(0);
    }
  }

  @Test
  void isEmptyWithAnEmptyPart() {
    try (var table = table(SOME, List.of())) {
      assertThat(table.rows()).isZero();
    }
  }

  @Test
  void hasTheColumnsOfARequestEvenIfEmpty() {
    try (var table = table(SOME, List.of())) {
      assertThat(table.columns()).containsExactly(ID, TRX_DATE, ACC_DEBIT, AMOUNT);
    }
  }

  @Test
  void readsAnEmptyTableAsAnArrowStream() throws Exception {
    try (var table = table(SOME, List.of());
        var reader = table.reader()) {
      long rows = 0;
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      assertThat(rows).isZero();
    }
  }

  @Test
  void buildsTheGrainOfAccountPairs() {
    var specs =
        List.of(
            ColumnSpec.of(ACC_DEBIT),
            ColumnSpec.of(ACC_CREDIT),
            new ColumnSpec(GlEntries.TOTAL_AMOUNT, 38, 2),
            ColumnSpec.of(ENTRY_COUNT));
    var pairs =
        new JournalTable.Snapshot(
            DAY, Grain.GROUP, Optional.of(new DayVersion(1, 7)), Instant.EPOCH);
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs)) {
      Cells.append(
          builder.addPart(),
          4,
          List.of(tuple(text("1"), text("2"), numeric(new BigDecimal("1.5")), int8(3))));
      try (var table = builder.finish(pairs)) {
        assertThat(table.rows()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void givesBackTheEntriesThatWereAppended(long seed) {
    var random = new Random(seed);
    List<JournalEntry> expected = Stream.generate(() -> entry(random)).limit(5_000).toList();
    var columns = List.copyOf(GlEntries.of(Grain.ENTRY));
    var specs =
        columns.stream()
            .map(column -> column.equals(AMOUNT) ? amount(20, 3) : ColumnSpec.of(column))
            .toList();
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs)) {
      var part = builder.addPart();
      expected.forEach(entry -> part.append(entry.row(columns)));
      try (var table = builder.finish(snapshot())) {
        assertThat(JournalEntry.of(table)).isEqualTo(expected);
      }
    }
  }

  private static JournalEntry entry(Random random) {
    return new JournalEntry(
        random.nextInt(5) == 0 ? null : random.nextLong(),
        random.nextInt(5) == 0 ? null : DAY.plusDays(random.nextInt(2_000_000) - 1_000_000),
        code(random, 5),
        code(random, 200),
        random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextLong(), 3),
        code(random, 1),
        code(random, 130),
        code(random, 5_000),
        code(random, 2),
        null);
  }

  private static @Nullable String code(Random random, int distinct) {
    return random.nextInt(3) == 0 ? null : "ü".repeat(random.nextInt(3)) + random.nextInt(distinct);
  }

  @Test
  void refusesARowOfOtherColumns() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS)) {
      var part = builder.addPart();
      assertThatThrownBy(() -> part.append(new Object[] {1L, DAY}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("2 values for 1 columns");
      part.append(id(1));
      try (var table = builder.finish(snapshot())) {
        assertThat(table.rows()).isEqualTo(1);
      }
    }
  }

  @Test
  void buildsTablesOfOtherSchemas() {
    var schema =
        JournalSchema.of("lines").day("day").keys("account").measures("debit", "credit").build();
    var specs =
        List.of(
            ColumnSpec.of(schema.day()),
            ColumnSpec.of(schema.column("account")),
            new ColumnSpec(schema.column("debit"), 10, 2),
            new ColumnSpec(schema.column("credit"), 20, 3));
    var snapshot = new JournalTable.Snapshot(DAY, Grain.ENTRY, Optional.empty(), Instant.EPOCH);
    try (var builder = new JournalTableBuilder(allocator, schema, specs)) {
      var part = builder.addPart();
      var row = tuple(date(DAY), text("1000"), numeric(new BigDecimal("1.50")), Cells.NULL);
      Cells.append(part, 4, List.of(row, row));
      try (var table = builder.finish(snapshot)) {
        assertThat(table.columns()).isEqualTo(schema.columns());
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.dictionary(schema.column("account")).getValueCount()).isEqualTo(1);
        assertThat(table.schema().findField("credit").getType())
            .isEqualTo(new ArrowType.Decimal(20, 3, 128));
      }
    }
  }

  @Test
  void refusesToBuildNoColumns() {
    assertThatThrownBy(
            () -> new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a table has columns, each once and in order, not []");
  }

  @Test
  void refusesColumnsOutOfOrder() {
    var specs = List.of(ColumnSpec.of(ACC_DEBIT), ColumnSpec.of(ID));
    assertThatThrownBy(() -> new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a table has columns, each once and in order, not [acc_debit, id]");
  }

  @Test
  void refusesAColumnTwice() {
    var specs = List.of(ColumnSpec.of(ID), ColumnSpec.of(ID));
    assertThatThrownBy(() -> new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a table has columns, each once and in order, not [id, id]");
  }

  @Test
  void freesEverythingWhenClosedUnfinished() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, SOME)) {
      Cells.append(builder.addPart(), 4, rows(BATCH + 10));
      Cells.append(builder.addPart(), 4, rows(10));
    }

    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void canBeClosedTwice() {
    var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, SOME);
    builder.close();
    builder.close();

    assertThat(allocator.getChildAllocators()).isEmpty();
  }

  @Test
  void leavesTheTableAloneWhenClosedAfterIt() {
    try (var table = table(SOME, rows(3))) {
      assertThat(JournalEntry.of(table)).hasSize(3);
    }
  }

  @Test
  void freesEverythingWhenTheGrainHasNotTheseColumns() {
    var pairs = new JournalTable.Snapshot(DAY, Grain.GROUP, Optional.empty(), Instant.EPOCH);
    var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, SOME);
    Cells.append(builder.addPart(), 4, rows(3));

    assertThatThrownBy(() -> builder.finish(pairs)).isInstanceOf(IllegalArgumentException.class);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void refusesFurtherPartsOnceFinished() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS);
        var table = builder.finish(snapshot())) {
      assertThat(table.rows()).isZero();
      assertThatThrownBy(builder::addPart)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this builder is finished or closed");
    }
  }

  @Test
  void refusesToFinishTwice() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS);
        var table = builder.finish(snapshot())) {
      assertThat(table.rows()).isZero();
      assertThatThrownBy(() -> builder.finish(snapshot()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this builder is finished or closed");
    }
  }

  @Test
  void refusesRowsOnceFinished() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS)) {
      var part = builder.addPart();
      appendIds(part, 0, 2);
      try (var table = builder.finish(snapshot())) {
        assertThat(table.rows()).isEqualTo(2);
        assertThatThrownBy(() -> part.append(new Object[] {3L}))
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }

  /** Columns before the one that failed have a value more: what follows would slip by a row. */
  @Test
  void refusesToFinishOnceAnAppendFailed() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, SOME)) {
      var part = builder.addPart();
      assertThatThrownBy(() -> part.append(tooLarge())).isInstanceOf(CorruptValueException.class);

      assertThatThrownBy(() -> builder.finish(snapshot()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this part is finished, or an append to it failed");
    }
  }

  @Test
  void refusesFurtherRowsOnceAnAppendFailed() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, SOME)) {
      var part = builder.addPart();
      assertThatThrownBy(() -> part.append(tooLarge())).isInstanceOf(CorruptValueException.class);

      assertThatThrownBy(() -> part.append(new Object[SOME.size()]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this part is finished, or an append to it failed");
    }
  }

  private static @Nullable Object[] tooLarge() {
    return new @Nullable Object[] {null, DAY, "1", BigDecimal.TEN.pow(30)};
  }

  /** With less memory than is needed a build fails, at one place or another, and leaves nothing. */
  @Tag("volume")
  @ParameterizedTest
  @ValueSource(ints = {5, 300, BATCH + 40_000})
  void leavesNothingWhereverMemoryRunsOut(int rows) {
    var random = new Random(rows);
    var tuples = rows(rows);
    long needed = limitThatSuffices(tuples);
    for (int i = 0; i < 60; i++) {
      long limit = i < 20 ? i * needed / 20 : (long) (random.nextDouble() * needed);
      assertThatThrownBy(() -> build(limit, tuples))
          .as("%d bytes", limit)
          .isInstanceOf(OutOfMemoryException.class);
      assertThat(allocator.getAllocatedMemory()).as("with %d bytes", limit).isZero();
    }
  }

  private long limitThatSuffices(List<byte[]> tuples) {
    try (var measured = allocator.newChildAllocator("measured", 0, Long.MAX_VALUE)) {
      build(measured, tuples);
      return measured.getPeakMemoryAllocation();
    }
  }

  private void build(long limit, List<byte[]> tuples) {
    try (var small = allocator.newChildAllocator("small", 0, limit)) {
      build(small, tuples);
    }
  }

  private static void build(BufferAllocator parent, List<byte[]> tuples) {
    try (var builder = new JournalTableBuilder(parent, JournalSchema.GL_ENTRIES, SOME)) {
      append(builder, tuples);
      builder.finish(snapshot()).close();
    }
  }

  /** Batches are made wider there; the builder is not closed after it failed. */
  @Tag("volume")
  @ParameterizedTest
  @ValueSource(ints = {300_000, 400_000})
  void freesEverythingWhereverFinishingFails(int rows) {
    var tuples = rows(rows);
    long appended = limitThatSufficesToAppend(tuples);
    long finished = limitThatSuffices(tuples);
    for (int i = 0; i < 32; i++) {
      long limit = appended + (finished - appended) * i / 32;
      try (var small = allocator.newChildAllocator("small", 0, limit)) {
        var builder = new JournalTableBuilder(small, JournalSchema.GL_ENTRIES, SOME);
        append(builder, tuples);
        assertThatThrownBy(() -> builder.finish(snapshot()))
            .isInstanceOf(OutOfMemoryException.class)
            .hasNoSuppressedExceptions();
        assertThat(small.getAllocatedMemory()).as("with %d bytes", limit).isZero();
      }
    }
  }

  private long limitThatSufficesToAppend(List<byte[]> tuples) {
    try (var measured = allocator.newChildAllocator("measured", 0, Long.MAX_VALUE);
        var builder = new JournalTableBuilder(measured, JournalSchema.GL_ENTRIES, SOME)) {
      append(builder, tuples);
      return measured.getPeakMemoryAllocation();
    }
  }

  private static void append(JournalTableBuilder builder, List<byte[]> tuples) {
    int half = tuples.size() / 2;
    Cells.append(builder.addPart(), 4, tuples.subList(0, half));
    Cells.append(builder.addPart(), 4, tuples.subList(half, tuples.size()));
  }

  private JournalTable ids(int rows) {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, IDS)) {
      appendIds(builder.addPart(), 0, rows);
      return builder.finish(snapshot());
    }
  }

  private static void appendIds(TablePart part, int from, int to) {
    List<byte[]> tuples = new ArrayList<>();
    for (int id = from; id < to; id++) {
      tuples.add(tuple(int8(id)));
    }
    Cells.append(part, 1, tuples);
  }

  /** The second half has the codes that make indexes wider. */
  private static List<byte[]> rows(int count) {
    List<byte[]> tuples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var code = i % 7 == 0 ? Cells.NULL : text(i < count / 2 ? "few" : "c" + i % 35_000);
      tuples.add(tuple(int8(i), date(DAY), code, numeric(BigDecimal.valueOf(i, 2))));
    }
    return tuples;
  }

  private static Object[] id(long id) {
    return new Object[] {id};
  }

  private static List<Integer> rowsOfBatches(JournalTable table) {
    return table.batches().stream().map(VectorSchemaRoot::getRowCount).toList();
  }
}
