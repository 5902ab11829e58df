package dev.ledgerload.columnar.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.contract.EveryType;
import dev.ledgerload.contract.Python;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was encoded of any type is decoded unchanged. */
class EveryTypeStreamTest {
  private static final Column TEXT = EveryType.SCHEMA.column("text");

  @TempDir Path directory;

  private final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  private Parts parts(List<List<@Nullable Object>> rows, int batchRows) throws IOException {
    try (var table = EveryType.table(allocator, rows, batchRows)) {
      return Parts.of(table, EveryType.SCHEMA);
    }
  }

  private JournalTable decode(Parts parts) throws IOException {
    return parts.decode(allocator, EveryType.SCHEMA.columns());
  }

  /** Row by row: what is wrong with many is too much to be said at once. */
  private static void requireRows(
      JournalTable table, List<? extends List<? extends @Nullable Object>> rows) {
    var found = EveryType.rowsOf(table);
    assertThat(found).hasSameSizeAs(rows);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(found.get(row)).as("row %d", row).isEqualTo(rows.get(row));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 64, 65, 3_000})
  void givesBackEveryValueInParts(int count) throws IOException {
    var rows = EveryType.rows(count, count);
    for (int batchRows : new int[] {3_000, 17}) {
      try (var table = decode(parts(rows, batchRows))) {
        requireRows(table, rows);
        for (var column : EveryType.SCHEMA.columns()) {
          assertThat(table.type(column)).isEqualTo(EveryType.type(column));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 3_000})
  void givesBackEveryValueInWholeMessages(int count) throws IOException {
    var rows = EveryType.rows(count, count);
    try (var table = EveryType.table(allocator, rows, 701);
        var again =
            Message.decode(
                Message.of(table),
                allocator,
                EveryType.SCHEMA,
                table.columns(),
                table.snapshot(),
                count)) {
      requireRows(again, rows);
      assertThat(again.schema()).isEqualTo(table.schema());
    }
  }

  @Test
  void givesBackColumnsOfNothingButNull() throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < 20; row++) {
      List<@Nullable Object> values =
          new ArrayList<>(Collections.nCopies(EveryType.SCHEMA.columns().size(), null));
      values.set(EveryType.SCHEMA.day().ordinal(), EveryType.DAY);
      rows.add(values);
    }
    try (var table = decode(parts(rows, 20))) {
      requireRows(table, rows);
    }
  }

  @Test
  void readsTheColumnsThatAreWantedFromTheirPartsAlone() throws IOException {
    var rows = EveryType.rows(500, 2);
    var parts = parts(rows, 100);
    for (var column : EveryType.SCHEMA.columns()) {
      try (var table = parts.decode(allocator, EveryType.SCHEMA.columns(column))) {
        requireRows(
            table,
            rows.stream()
                .map(row -> Collections.singletonList(row.get(column.ordinal())))
                .toList());
      }
    }
  }

  @Test
  void isReadByArrowsOwnReaderWithTheNamesOfExtensions() throws IOException {
    var rows = EveryType.rows(1_000, 3);
    try (var reader =
        new ArrowStreamReader(
            new ByteArrayInputStream(parts(rows, 400).together()),
            allocator,
            CommonsCompressionFactory.INSTANCE)) {
      var fields = reader.getVectorSchemaRoot().getSchema();
      for (var column : EveryType.SCHEMA.columns()) {
        var type = EveryType.type(column);
        var field = fields.findField(column.name());
        assertThat(field.getMetadata().get(ColumnType.EXTENSION_NAME))
            .isEqualTo(field.getDictionary() == null ? type.extensionName().orElse(null) : null);
      }
      int row = 0;
      while (reader.loadNextBatch()) {
        var texts = reader.getVectorSchemaRoot().getVector(TEXT.name());
        for (int i = 0; i < texts.getValueCount(); i++) {
          var text = texts.getObject(i);
          assertThat(text == null ? null : text.toString())
              .isEqualTo(rows.get(row++).get(TEXT.ordinal()));
        }
      }
      assertThat(row).isEqualTo(rows.size());
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = Python.VARIABLE, matches = ".+")
  void isReadByPyarrow() throws Exception {
    var rows = EveryType.rows(2_000, 6);
    var file = Files.write(directory.resolve("day.arrow"), parts(rows, 900).together());
    var script = "import sys; print_all(pa.ipc.open_stream(open(sys.argv[1], 'rb')).read_all())";
    assertThat(Python.run(script, file.toString())).isEqualTo(EveryType.printed(rows));
  }

  /** Which has no decimals of 256 bits, nor Python days before the year 1. */
  @Test
  @EnabledIfEnvironmentVariable(named = Python.VARIABLE, matches = ".+")
  void isReadByPolars() throws Exception {
    var rows = EveryType.rows(2_000, 6);
    var file = Files.write(directory.resolve("day.arrow"), parts(rows, 900).together());
    var script =
        """
        import sys
        import polars as pl
        table = pa.ipc.open_stream(open(sys.argv[1], 'rb')).read_all()
        held = [field.name for field in table.schema if 'decimal256' not in str(field.type)]
        frame = pl.from_arrow(table.select(held))
        for name in held:
            if not any(word in name for word in ['day', 'date', 'time', 'float', 'json', 'uuid']):
                assert frame[name].to_list() == table[name].to_pylist(), name
        print(frame.height, frame.width)
        """;
    assertThat(Python.run(script, file.toString()))
        .containsExactly("2000 " + (EveryType.SCHEMA.columns().size() - 2));
  }

  /** Rows whose texts take so many bytes each. */
  private static List<List<@Nullable Object>> withTexts(int count, int bytes) {
    var rows = EveryType.rows(count, 4);
    for (int row = 0; row < count; row++) {
      rows.get(row).set(TEXT.ordinal(), (row + ":" + "ß".repeat(bytes / 2)));
    }
    return rows;
  }

  @Tag("volume")
  @Test
  void cutsBatchesWhoseTextsAreTooLongForAPart() throws IOException {
    var rows = withTexts(1_000, 100_000);
    var parts = parts(rows, 999);
    for (var part : parts.list()) {
      assertThat(part.plainBytes()).isLessThanOrEqualTo(TableEncoder.PART_BYTES);
    }
    assertThat(parts.list().stream().filter(part -> TEXT.equals(part.column())))
        .hasSizeBetween(13, 20);
    try (var table = decode(parts)) {
      requireRows(table, rows);
    }
  }

  @Tag("volume")
  @Test
  void cutsNoFewerThanEightRows() throws IOException {
    var rows = withTexts(20, 2 << 20);
    try (var table = decode(parts(rows, 20))) {
      assertThat(table.batches()).extracting(batch -> batch.getRowCount()).containsExactly(8, 8, 4);
    }
  }

  /** One value, whose memory nobody touches. */
  @Test
  void refusesWhatIsTooMuchForAPart() {
    int tooMuch = TableEncoder.MAX_PART_BYTES + 1;
    var own = allocator.newChildAllocator("large", 0, Long.MAX_VALUE);
    var vector = (VarCharVector) Variable.TEXT.field(TEXT.name()).createVector(own);
    vector.allocateNew(tooMuch, 1);
    vector.setValueCount(1);
    vector.getOffsetBuffer().setInt(Integer.BYTES, tooMuch);
    var batches = List.of(new VectorSchemaRoot(List.<FieldVector>of(vector)));
    var snapshot = TestEntries.SNAPSHOT;
    try (var table =
        JournalTable.own(EveryType.SCHEMA, snapshot, own, batches, new MapDictionaryProvider())) {
      assertThatThrownBy(() -> Parts.of(table, EveryType.SCHEMA))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("text, or eight of its values, take more than 256 MiB");
    }
  }

  @Test
  void writesOffsetsFromZeroWhereverItsRowsBegin() {
    try (var table = EveryType.table(allocator, EveryType.rows(50, 5), 50)) {
      var vector = table.batches().get(0).getVector(TEXT.name());
      for (int from = 0; from <= 40; from += 8) {
        var rows = new ColumnRows(vector, from, 10);
        var offsets = ByteBuffer.allocate(rows.offsetBytes());
        rows.writeOffsets(offsets);
        assertThat(offsets.getInt(0)).isZero();
        assertThat((long) offsets.getInt(40)).isEqualTo(rows.values().capacity());
      }
    }
  }
}
