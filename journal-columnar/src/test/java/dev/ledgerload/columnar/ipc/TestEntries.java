package dev.ledgerload.columnar.ipc;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Entries with every kind of value, and tables of them. */
final class TestEntries {
  static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  static final JournalTable.Snapshot SNAPSHOT =
      new JournalTable.Snapshot(DAY, Grain.ENTRY, Optional.of(new DayVersion(1, 7)), Instant.EPOCH);

  private static final int[] CARDINALITIES = {3, 100, 200, 40_000, 50};

  private TestEntries() {}

  static List<JournalEntry> random(int rows, long seed) {
    var random = new Random(seed);
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      entries.add(
          new JournalEntry(
              i % 11 == 3 ? null : random.nextLong(),
              DAY,
              "4" + random.nextInt(300),
              "7" + random.nextInt(300),
              amount(random),
              code(0, random),
              code(1, random),
              code(2, random),
              code(3, random),
              null));
    }
    return entries;
  }

  private static @Nullable BigDecimal amount(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> new BigDecimal(new BigInteger(120, random).negate(), 2);
      default -> BigDecimal.valueOf(random.nextInt(1_000_000), 2);
    };
  }

  private static @Nullable String code(int column, Random random) {
    int value = random.nextInt(CARDINALITIES[column]);
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> "";
      case 2 -> "Köln 東京 🚢 " + value;
      default -> "code-" + value;
    };
  }

  static JournalTable table(BufferAllocator allocator, List<JournalEntry> entries) {
    var columns = List.copyOf(GlEntries.of(Grain.ENTRY));
    List<ColumnSpec> specs = new ArrayList<>();
    for (var column : columns) {
      specs.add(
          column.equals(GlEntries.AMOUNT) ? new ColumnSpec(column, 38, 2) : ColumnSpec.of(column));
    }
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs)) {
      var part = builder.addPart();
      entries.forEach(entry -> part.append(entry.row(columns)));
      return builder.finish(SNAPSHOT);
    }
  }
}
