package dev.ledgerload.rivals;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** A day as a list of objects. */
record EntryList(LocalDate day, List<? extends LedgerEntry> entries) implements LoadedDay {
  private static final int PRECISION = 18;
  private static final int SCALE = 2;

  @Override
  public long rows() {
    return entries.size();
  }

  @Override
  public String amountType() {
    return "BigDecimal";
  }

  @Override
  public Map<String, ColumnFacts> facts() {
    var tallies = DayQuery.COLUMNS.stream().map(column -> new Tally()).toList();
    for (var entry : entries) {
      var values = entry.values();
      for (int column = 0; column < values.length; column++) {
        tallies.get(column).add(values[column]);
      }
    }
    return Tally.facts(tallies);
  }

  @Override
  public long bytesOutsideTheHeap() {
    return 0;
  }

  @Override
  public JournalTable toTable(BufferAllocator allocator) {
    var specs = GlEntries.of(Grain.ENTRY).stream().map(EntryList::spec).toList();
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs)) {
      var part = builder.addPart();
      for (var entry : entries) {
        part.append(entry.values());
      }
      return builder.finish(
          new JournalTable.Snapshot(day, Grain.ENTRY, Optional.empty(), Instant.now()));
    }
  }

  private static ColumnSpec spec(Column column) {
    return column.equals(GlEntries.AMOUNT)
        ? new ColumnSpec(column, PRECISION, SCALE)
        : ColumnSpec.of(column);
  }

  @Override
  public void close() {}
}
