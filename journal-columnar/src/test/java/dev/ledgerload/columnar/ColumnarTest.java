package dev.ledgerload.columnar;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;

/** What the tests of this package have in common: an allocator that must be left empty. */
abstract class ColumnarTest {
  static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingWasFreed() {
    allocator.close(); // says what wasn't
  }

  static JournalTable.Snapshot snapshot() {
    return new JournalTable.Snapshot(DAY, Grain.ENTRY, Optional.empty(), Instant.EPOCH);
  }

  /** A table of rows in COPY's format. */
  JournalTable table(List<ColumnSpec> specs, List<byte[]> tuples) {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs)) {
      Cells.append(builder.addPart(), specs.size(), tuples);
      return builder.finish(snapshot());
    }
  }

  /** A table of one column; {@link Cells#NULL} is NULL. */
  JournalTable column(ColumnSpec spec, List<byte[]> cells) {
    return table(List.of(spec), cells.stream().map(Cells::tuple).toList());
  }

  static ColumnSpec amount(int precision, int scale) {
    return new ColumnSpec(GlEntries.AMOUNT, precision, scale);
  }
}
