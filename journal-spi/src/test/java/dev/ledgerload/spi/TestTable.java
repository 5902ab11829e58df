package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** A small journal in two batches: three entries, then one that is all NULL but for its id. */
final class TestTable {
  static final LocalDate DAY = LocalDate.of(2026, 3, 31);
  static final JournalTable.Snapshot SNAPSHOT =
      new JournalTable.Snapshot(
          DAY,
          Grain.ENTRY,
          Optional.of(new DayVersion(1, 7)),
          Instant.parse("2026-04-01T00:00:00Z"));
  static final List<JournalEntry> ENTRIES =
      List.of(
          entry(1, "1000", "é", "12.50", ""),
          entry(2, "1000", null, "-0.01", null),
          entry(3, "", "2000", "0.00", "x"),
          new JournalEntry(4L, null, null, null, null, null, null, null, null, null));

  private static final DictionaryEncoding DEBITS = encoding(1);
  private static final DictionaryEncoding CREDITS = encoding(2);
  private static final DictionaryEncoding CODES = encoding(3);

  private TestTable() {}

  private static JournalEntry entry(
      long id,
      @Nullable String debit,
      @Nullable String credit,
      String amount,
      @Nullable String t1) {
    return new JournalEntry(
        id, DAY, debit, credit, new BigDecimal(amount), t1, null, null, null, null);
  }

  static DictionaryEncoding encoding(long id) {
    return new DictionaryEncoding(id, false, new ArrowType.Int(8, true));
  }

  static JournalTable open(BufferAllocator parent) {
    var allocator = parent.newChildAllocator("table", 0, Long.MAX_VALUE);
    var batches =
        List.of(batch(ENTRIES.subList(0, 3), allocator), batch(ENTRIES.subList(3, 4), allocator));
    return JournalTable.own(
        JournalSchema.GL_ENTRIES, SNAPSHOT, allocator, batches, dictionaries(allocator));
  }

  static MapDictionaryProvider dictionaries(BufferAllocator allocator) {
    return new MapDictionaryProvider(
        new Dictionary(values(allocator, "1000", ""), DEBITS),
        new Dictionary(values(allocator, "2000", "é"), CREDITS),
        new Dictionary(values(allocator, "", "x"), CODES));
  }

  static VarCharVector values(BufferAllocator allocator, String... values) {
    var vector = new VarCharVector("values", allocator);
    vector.allocateNew();
    for (int i = 0; i < values.length; i++) {
      vector.setSafe(i, values[i].getBytes(UTF_8));
    }
    vector.setValueCount(values.length);
    return vector;
  }

  static VectorSchemaRoot batch(List<JournalEntry> entries, BufferAllocator allocator) {
    var id = new BigIntVector("id", allocator);
    var day = new DateDayVector("trx_date", allocator);
    var debit = index("acc_debit", DEBITS, allocator);
    var credit = index("acc_credit", CREDITS, allocator);
    var amount = new DecimalVector("amount", allocator, 15, 2);
    var t1 = index("t_1", CODES, allocator);
    List<FieldVector> vectors = new ArrayList<>(List.of(id, day, debit, credit, amount, t1));
    for (var vector : vectors) {
      vector.setInitialCapacity(entries.size());
      vector.allocateNew();
    }
    for (int row = 0; row < entries.size(); row++) {
      var entry = entries.get(row);
      if (entry.id() != null) {
        id.set(row, entry.id());
      }
      if (entry.trxDate() != null) {
        day.set(row, (int) entry.trxDate().toEpochDay());
      }
      setCode(debit, row, List.of("1000", ""), entry.accDebit());
      setCode(credit, row, List.of("2000", "é"), entry.accCredit());
      if (entry.amount() != null) {
        amount.set(row, entry.amount());
      }
      setCode(t1, row, List.of("", "x"), entry.t1());
    }
    vectors.forEach(vector -> vector.setValueCount(entries.size()));
    return new VectorSchemaRoot(vectors);
  }

  static TinyIntVector index(String name, DictionaryEncoding encoding, BufferAllocator allocator) {
    var type = new FieldType(true, encoding.getIndexType(), encoding);
    return new TinyIntVector(name, type, allocator);
  }

  private static void setCode(
      TinyIntVector vector, int row, List<String> values, @Nullable String value) {
    if (value != null) {
      vector.set(row, values.indexOf(value));
    }
  }
}
