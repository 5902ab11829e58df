package dev.ledgerload.testbed;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Column.Role;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Tables made from the generator, by plain means: what a perfect source would load. */
final class GeneratedTable {
  private static final int PRECISION = 18;
  private static final int SCALE = 2;

  private final JournalTables tables;
  private final BufferAllocator allocator;
  private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();

  GeneratedTable(JournalTables tables, BufferAllocator parent) {
    this.tables = tables;
    this.allocator = parent.newChildAllocator("generated table", 0, Long.MAX_VALUE);
  }

  /** Some of a day's entries. */
  JournalTable of(int day, List<Integer> rows, int batchRows) {
    return of(
        new JournalTable.Snapshot(
            tables.parameters().day(day), Grain.ENTRY, Optional.empty(), Instant.EPOCH),
        rows,
        batchRows);
  }

  /** All rows of a day. */
  JournalTable of(JournalTable.Snapshot snapshot, int batchRows) {
    var parameters = tables.parameters();
    if (!parameters.has(snapshot.day())) {
      return of(snapshot, List.of(), batchRows);
    }
    int day = parameters.indexOf(snapshot.day());
    if (snapshot.grain() == Grain.GROUP) {
      return of(snapshot, PairSum.of(tables, day), batchRows);
    }
    return of(snapshot, IntStream.range(0, parameters.rows(day)).boxed().toList(), batchRows);
  }

  private <R> JournalTable of(JournalTable.Snapshot snapshot, List<R> rows, int batchRows) {
    for (var column : GlEntries.of(snapshot.grain())) {
      if (column.role() == Role.KEY || column.role() == Role.CODE) {
        dictionaries.put(dictionary(column));
      }
    }
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += batchRows) {
      var some = rows.subList(from, Math.min(rows.size(), from + batchRows));
      batches.add(batch(snapshot, some));
    }
    return JournalTable.own(JournalSchema.GL_ENTRIES, snapshot, allocator, batches, dictionaries);
  }

  private VectorSchemaRoot batch(JournalTable.Snapshot snapshot, List<?> rows) {
    List<FieldVector> vectors = new ArrayList<>();
    for (var column : GlEntries.of(snapshot.grain())) {
      var vector = field(column).createVector(allocator);
      vector.setInitialCapacity(rows.size());
      vector.allocateNew();
      vectors.add(vector);
    }
    var entry = new EntryGenerator(tables);
    int day = tables.parameters().indexOf(snapshot.day());
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) instanceof PairSum pair) {
        write(pair, vectors, i);
      } else {
        entry.moveTo(day, (Integer) rows.get(i));
        write(entry, day, vectors, i);
      }
    }
    vectors.forEach(vector -> vector.setValueCount(rows.size()));
    return new VectorSchemaRoot(vectors);
  }

  private void write(EntryGenerator entry, int day, List<FieldVector> vectors, int row) {
    ((BigIntVector) vectors.get(0)).set(row, entry.id);
    int epochDay = Math.toIntExact(tables.parameters().day(day).toEpochDay());
    ((DateDayVector) vectors.get(1)).set(row, epochDay);
    setCode(vectors.get(2), row, entry.debit);
    setCode(vectors.get(3), row, entry.credit);
    setCents(vectors.get(4), row, entry.cents);
    for (int i = 0; i < EntryGenerator.CODES; i++) {
      setCode(vectors.get(5 + i), row, entry.code[i]);
    }
  }

  private static void write(PairSum pair, List<FieldVector> vectors, int row) {
    setCode(vectors.get(0), row, pair.debit());
    setCode(vectors.get(1), row, pair.credit());
    setCents(vectors.get(2), row, pair.cents());
    ((BigIntVector) vectors.get(3)).set(row, pair.count());
  }

  private static void setCode(FieldVector vector, int row, int code) {
    if (code == EntryGenerator.NULL_CODE) {
      vector.setNull(row);
    } else {
      ((BaseIntVector) vector).setWithPossibleTruncate(row, code);
    }
  }

  private static void setCents(FieldVector vector, int row, long cents) {
    ((DecimalVector) vector).set(row, BigDecimal.valueOf(cents, SCALE));
  }

  private Field field(Column column) {
    return switch (column.role()) {
      case PLAIN, COUNT -> Field.nullable(column.name(), new ArrowType.Int(Long.SIZE, true));
      case DAY -> Field.nullable(column.name(), new ArrowType.Date(DateUnit.DAY));
      case MEASURE, TOTAL ->
          Field.nullable(column.name(), new ArrowType.Decimal(PRECISION, SCALE, 128));
      case KEY, CODE ->
          new Field(
              column.name(),
              new FieldType(true, encoding(column).getIndexType(), encoding(column)),
              List.of());
    };
  }

  private CodeList codes(Column column) {
    return switch (column.role()) {
      case KEY -> tables.accounts();
      case CODE -> tables.codes().get(column.ordinal() - GlEntries.T_1.ordinal());
      default -> throw new IllegalArgumentException(column + " has no codes");
    };
  }

  private Dictionary dictionary(Column column) {
    var codes = codes(column);
    var values = new VarCharVector("values", allocator);
    for (int code = 0; code < codes.size(); code++) {
      values.setSafe(code, codes.utf8(code));
    }
    values.setValueCount(codes.size());
    return new Dictionary(values, encoding(column));
  }

  private DictionaryEncoding encoding(Column column) {
    int size = codes(column).size();
    int bits = size <= 1 << 7 ? 8 : size <= 1 << 15 ? 16 : 32;
    return new DictionaryEncoding(column.ordinal(), false, new ArrowType.Int(bits, true));
  }
}
