package dev.ledgerload.columnar.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.testbed.JournalEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was encoded is decoded unchanged, by us and by others. */
class TableStreamTest {
  private static final ColumnSet ALL = GlEntries.of(Grain.ENTRY);

  private final RootAllocator allocator = new RootAllocator();
  @TempDir Path directory;

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  private Parts parts(List<JournalEntry> entries) throws IOException {
    try (var table = TestEntries.table(allocator, entries)) {
      return Parts.of(table);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 1_000, 262_145})
  void givesBackEveryEntry(int rows) throws IOException {
    var entries = TestEntries.random(rows, rows);
    var parts = parts(entries);
    try (var table = parts.decode(allocator, ALL)) {
      assertThat(table.snapshot()).isEqualTo(TestEntries.SNAPSHOT);
      assertThat(table.columns()).isEqualTo(ALL);
      assertThat(JournalEntry.of(table).equals(entries)).isTrue();
    }
  }

  @Test
  void givesBackTheSameTypes() throws IOException {
    var entries = TestEntries.random(50_000, 1);
    try (var table = TestEntries.table(allocator, entries);
        var again = Parts.of(table).decode(allocator, ALL)) {
      for (var field : table.schema().getFields()) {
        var other = again.schema().findField(field.getName());
        assertThat(other.getType()).isEqualTo(field.getType());
        assertThat(other.getDictionary() == null).isEqualTo(field.getDictionary() == null);
      }
      assertThat(again.bytes()).isLessThan(2 * table.bytes());
    }
  }

  @Test
  void readsTheColumnsThatAreWantedFromTheirPartsAlone() throws IOException {
    var entries = TestEntries.random(3_000, 2);
    var parts = parts(entries);
    for (var column : ALL) {
      try (var table = parts.decode(allocator, GlEntries.of(column));
          var whole = parts.decode(allocator, ALL);
          var part = whole.project(GlEntries.of(column))) {
        assertThat(table.columns()).containsExactly(column);
        assertThat(JournalEntry.of(table)).isEqualTo(JournalEntry.of(part));
      }
    }
  }

  @Tag("volume")
  @Test
  void cutsBatchesThatAreTooLongForAPart() throws IOException {
    var entries = TestEntries.random(TableEncoder.MAX_BATCH_ROWS + 100_003, 3);
    try (var table = TestEntries.table(allocator, entries);
        var joined = LongBatch.of(table, allocator)) {
      assertThat(joined.batches()).hasSize(1);
      try (var again = Parts.of(joined).decode(allocator, ALL)) {
        assertThat(again.batches()).hasSize(2);
        assertThat(JournalEntry.of(again).equals(entries)).isTrue();
      }
    }
  }

  @Test
  void compressesWhatBecomesMuchSmallerAndNothingElse() throws IOException {
    var parts = parts(TestEntries.random(100_000, 4));
    assertThat(bytes(parts, GlEntries.TRX_DATE)).isLessThan(100_000 / 10);
    assertThat(bytes(parts, GlEntries.ID)).isGreaterThan(100_000 * 8);
  }

  private static long bytes(Parts parts, Column column) {
    return parts.list().stream()
        .filter(part -> column.equals(part.column()))
        .mapToLong(part -> part.bytes().length)
        .sum();
  }

  /** Arrow's own reader always; Python's where the environment names one that has pyarrow. */
  @TestFactory
  Stream<DynamicTest> othersReadThePartsTogetherAsAnArrowStream() throws IOException {
    var entries = TestEntries.random(5_000, 5);
    var stream = parts(entries).together();
    List<DynamicTest> readers = new ArrayList<>();
    readers.add(DynamicTest.dynamicTest("Arrow Java", () -> readWithArrow(stream, entries)));
    var python = System.getenv("LEDGERLOAD_PYTHON");
    if (python != null) {
      readers.add(
          DynamicTest.dynamicTest("pyarrow", () -> readWithPython(python, stream, entries)));
    }
    return readers.stream();
  }

  private void readWithArrow(byte[] stream, List<JournalEntry> entries) throws IOException {
    try (var reader =
        new ArrowStreamReader(
            new ByteArrayInputStream(stream), allocator, CommonsCompressionFactory.INSTANCE)) {
      int row = 0;
      while (reader.loadNextBatch()) {
        var root = reader.getVectorSchemaRoot();
        var amounts = (DecimalVector) root.getVector("amount");
        var indexes = root.getVector("t_4");
        var dictionary = reader.lookup(indexes.getField().getDictionary().getId());
        try (var codes = (VarCharVector) DictionaryEncoder.decode(indexes, dictionary, allocator)) {
          for (int i = 0; i < root.getRowCount(); i++) {
            var entry = entries.get(row++);
            assertThat(amounts.getObject(i)).isEqualTo(entry.amount());
            var code = codes.isNull(i) ? null : new String(codes.get(i), UTF_8);
            assertThat(code).isEqualTo(entry.t4());
          }
        }
      }
      assertThat(row).isEqualTo(entries.size());
    }
  }

  private static final String SCRIPT =
      """
      import decimal, sys, pyarrow as pa
      decimal.getcontext().prec = 60
      t = pa.ipc.open_stream(open(sys.argv[1], 'rb')).read_all()
      t.validate(full=True)
      t4 = [x for x in t['t_4'].to_pylist() if x is not None]
      amount = sum(x for x in t['amount'].to_pylist() if x is not None)
      print(t.num_rows, amount, len(t4), sum(len(x.encode()) for x in t4))
      """;

  private void readWithPython(String python, byte[] stream, List<JournalEntry> entries)
      throws IOException {
    var file = Files.write(directory.resolve("day.arrow"), stream);
    var process =
        new ProcessBuilder(python, "-c", SCRIPT, file + "").redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    var amount =
        entries.stream()
            .map(JournalEntry::amount)
            .filter(Objects::nonNull)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    var codes = entries.stream().map(JournalEntry::t4).filter(Objects::nonNull).toList();
    int bytes = codes.stream().mapToInt(code -> code.getBytes(UTF_8).length).sum();
    assertThat(said)
        .isEqualTo("%d %s %d %d".formatted(entries.size(), amount, codes.size(), bytes));
  }
}
