package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTableReaderTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeft() {
    allocator.close();
  }

  /** All values as strings, codes decoded through the reader's own dictionaries. */
  private static List<List<@Nullable String>> rowsOf(ArrowReader reader) throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    var root = reader.getVectorSchemaRoot();
    while (reader.loadNextBatch()) {
      for (int row = 0; row < root.getRowCount(); row++) {
        List<@Nullable String> values = new ArrayList<>();
        for (var vector : root.getFieldVectors()) {
          var encoding = vector.getField().getDictionary();
          if (vector.isNull(row)) {
            values.add(null);
          } else if (encoding == null) {
            values.add(String.valueOf(vector.getObject(row)));
          } else {
            int index = (int) ((BaseIntVector) vector).getValueAsLong(row);
            var dictionary = reader.lookup(encoding.getId()).getVector();
            values.add(String.valueOf(dictionary.getObject(index)));
          }
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static List<List<@Nullable String>> expected() {
    return TestTable.ENTRIES.stream()
        .map(
            entry -> {
              List<@Nullable String> values = new ArrayList<>();
              values.add(text(entry.id()));
              values.add(entry.trxDate() == null ? null : text(entry.trxDate().toEpochDay()));
              values.add(entry.accDebit());
              values.add(entry.accCredit());
              values.add(text(entry.amount()));
              values.add(entry.t1());
              return values;
            })
        .toList();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  @Test
  void streamsTheWholeTableByReference() throws IOException {
    try (var table = TestTable.open(allocator);
        var reader = table.reader()) {
      long bytes = allocator.getAllocatedMemory();
      assertThat(rowsOf(reader)).isEqualTo(expected());
      assertThat(allocator.getAllocatedMemory()).isEqualTo(bytes);
      assertThat(reader.loadNextBatch()).isFalse();
      assertThat(JournalEntry.of(table)).containsExactlyElementsOf(TestTable.ENTRIES);
    }
  }

  @Test
  void streamsIndependentlyOfOtherReaders() throws IOException {
    try (var table = TestTable.open(allocator);
        var halfRead = table.reader();
        var reader = table.reader()) {
      assertThat(halfRead.loadNextBatch()).isTrue();
      assertThat(rowsOf(reader)).isEqualTo(expected());
    }
  }

  @Test
  void keepsTheTableUntilItIsClosed() throws IOException {
    try (var reader = readerOfAClosedTable()) {
      assertThat(rowsOf(reader)).isEqualTo(expected());
    }
  }

  private ArrowReader readerOfAClosedTable() {
    try (var table = TestTable.open(allocator)) {
      return table.reader();
    }
  }

  @Test
  void survivesTheStreamFormat() throws IOException {
    try (var table = TestTable.open(allocator);
        var reader = new ArrowStreamReader(new ByteArrayInputStream(bytesOf(table)), allocator)) {
      assertThat(rowsOf(reader)).isEqualTo(expected());
    }
  }

  @Test
  void writesOnlyWhatAProjectionShows() throws IOException {
    try (var table = TestTable.open(allocator);
        var projected = table.project(GlEntries.of(GlEntries.ACC_CREDIT, GlEntries.AMOUNT));
        var reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytesOf(projected)), allocator)) {
      assertThat(rowsOf(reader))
          .isEqualTo(expected().stream().map(row -> row.subList(3, 5)).toList());
      assertThat(reader.getDictionaryVectors()).hasSize(1);
    }
  }

  private static byte[] bytesOf(JournalTable table) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var reader = table.reader();
        var writer = new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, bytes)) {
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
    return bytes.toByteArray();
  }
}
