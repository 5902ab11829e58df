package dev.ledgerload.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Builds tables value by value, with whatever widths, batches and dictionaries a test wants.
 *
 * @param grain the grain; pairs get an entry count, entries an id
 * @param debits the dictionary of debit accounts
 * @param credits the dictionary of credit accounts
 * @param debitBits the width of the debit indexes
 * @param creditBits the width of the credit indexes
 * @param precision of the amounts
 * @param scale of the amounts
 * @param batchRows rows in each batch but the last
 */
record TestTables(
    Grain grain,
    List<String> debits,
    List<String> credits,
    int debitBits,
    int creditBits,
    int precision,
    int scale,
    int batchRows) {
  static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  /** A row: indexes into the dictionaries and an amount. */
  record Row(@Nullable Integer debit, @Nullable Integer credit, @Nullable BigDecimal amount) {}

  static TestTables entries(List<String> debits, List<String> credits) {
    return new TestTables(Grain.ENTRY, debits, credits, 16, 16, 18, 2, 1000);
  }

  TestTables withGrain(Grain other) {
    return new TestTables(
        other, debits, credits, debitBits, creditBits, precision, scale, batchRows);
  }

  TestTables withIndexBits(int debit, int credit) {
    return new TestTables(grain, debits, credits, debit, credit, precision, scale, batchRows);
  }

  TestTables withDecimal(int newPrecision, int newScale) {
    return new TestTables(
        grain, debits, credits, debitBits, creditBits, newPrecision, newScale, batchRows);
  }

  TestTables withBatchRows(int rows) {
    return new TestTables(grain, debits, credits, debitBits, creditBits, precision, scale, rows);
  }

  /** How many entries a row stands for. */
  long entries(int row) {
    return grain == Grain.ENTRY ? 1 : row + 1;
  }

  JournalTable table(BufferAllocator parent, List<Row> rows) {
    var allocator = parent.newChildAllocator("table", 0, Long.MAX_VALUE);
    var debit = encoding(0, debitBits);
    var credit = encoding(1, creditBits);
    var dictionaries = new MapDictionaryProvider();
    dictionaries.put(new Dictionary(values(debits, allocator), debit));
    dictionaries.put(new Dictionary(values(credits, allocator), credit));
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += batchRows) {
      var part = rows.subList(from, Math.min(rows.size(), from + batchRows));
      batches.add(batch(part, from, debit, credit, allocator));
    }
    var snapshot =
        new JournalTable.Snapshot(
            DAY, grain, Optional.empty(), Instant.parse("2026-04-01T00:00:00Z"));
    return JournalTable.own(JournalSchema.GL_ENTRIES, snapshot, allocator, batches, dictionaries);
  }

  private static DictionaryEncoding encoding(long id, int bits) {
    return new DictionaryEncoding(id, false, new ArrowType.Int(bits, true));
  }

  private static VarCharVector values(List<String> accounts, BufferAllocator allocator) {
    var vector = new VarCharVector("values", allocator);
    vector.allocateNew();
    for (int i = 0; i < accounts.size(); i++) {
      vector.setSafe(i, accounts.get(i).getBytes(UTF_8));
    }
    vector.setValueCount(accounts.size());
    return vector;
  }

  private VectorSchemaRoot batch(
      List<Row> rows,
      int first,
      DictionaryEncoding debit,
      DictionaryEncoding credit,
      BufferAllocator allocator) {
    var debitVector = indexes(GlEntries.ACC_DEBIT, debit, allocator);
    var creditVector = indexes(GlEntries.ACC_CREDIT, credit, allocator);
    var amount = grain == Grain.ENTRY ? GlEntries.AMOUNT : GlEntries.TOTAL_AMOUNT;
    var amountVector = new DecimalVector(amount.name(), allocator, precision, scale);
    var number = grain == Grain.ENTRY ? GlEntries.ID : GlEntries.ENTRY_COUNT;
    var numberVector = new BigIntVector(number.name(), allocator);
    List<FieldVector> vectors =
        grain == Grain.ENTRY
            ? List.of(numberVector, debitVector, creditVector, amountVector)
            : List.of(debitVector, creditVector, amountVector, numberVector);
    for (var vector : vectors) {
      vector.setInitialCapacity(rows.size());
      vector.allocateNew();
    }
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      setIndex(debitVector, i, row.debit());
      setIndex(creditVector, i, row.credit());
      if (row.amount() != null) {
        amountVector.setSafe(i, row.amount().setScale(scale));
      }
      numberVector.setSafe(i, grain == Grain.ENTRY ? first + i : entries(first + i));
    }
    vectors.forEach(vector -> vector.setValueCount(rows.size()));
    var root = new VectorSchemaRoot(vectors);
    root.setRowCount(rows.size());
    return root;
  }

  private static FieldVector indexes(
      Column column, DictionaryEncoding encoding, BufferAllocator allocator) {
    var type = new FieldType(true, encoding.getIndexType(), encoding);
    return new Field(column.name(), type, null).createVector(allocator);
  }

  /** A null's own index is garbage, as a decoder may leave it. */
  private static void setIndex(FieldVector vector, int row, @Nullable Integer index) {
    ((BaseIntVector) vector).setWithPossibleTruncate(row, index == null ? -77 : index);
    if (index == null) {
      vector.setNull(row);
    }
  }
}
