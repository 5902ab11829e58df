package dev.ledgerload.testbed;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Tables made from the generator, by plain means: what a perfect source would load. */
final class GeneratedTable {
  private static final int SCALE = 2;

  private final JournalTables tables;
  private final BufferAllocator allocator;

  GeneratedTable(JournalTables tables, BufferAllocator parent) {
    this.tables = tables;
    this.allocator = parent.newChildAllocator("table", 0, Long.MAX_VALUE);
  }

  JournalTable of(int day, List<Integer> rows, int batchRows) {
    var dictionaries = new MapDictionaryProvider();
    for (int i = 0; i < 2 + EntryGenerator.CODES; i++) {
      dictionaries.put(dictionary(i));
    }
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += batchRows) {
      batches.add(batch(day, rows.subList(from, Math.min(rows.size(), from + batchRows))));
    }
    var snapshot =
        new JournalTable.Snapshot(
            tables.parameters().day(day), Grain.ENTRY, OptionalLong.empty(), Instant.EPOCH);
    return JournalTable.own(snapshot, allocator, batches, dictionaries);
  }

  private CodeList codes(int i) {
    return i < 2 ? tables.accounts() : tables.codes().get(i - 2);
  }

  private Dictionary dictionary(int i) {
    var values = new VarCharVector("values", allocator);
    for (int code = 0; code < codes(i).size(); code++) {
      values.setSafe(code, codes(i).utf8(code));
    }
    values.setValueCount(codes(i).size());
    return new Dictionary(values, encoding(i));
  }

  private static DictionaryEncoding encoding(int i) {
    return new DictionaryEncoding(i, false, new ArrowType.Int(32, true));
  }

  private VectorSchemaRoot batch(int day, List<Integer> rows) {
    var ids = new BigIntVector(JournalColumn.ID.fieldName(), allocator);
    var days = new DateDayVector(JournalColumn.TRX_DATE.fieldName(), allocator);
    var amounts = new DecimalVector(JournalColumn.AMOUNT.fieldName(), allocator, 18, SCALE);
    List<IntVector> codes =
        List.of(
            code(JournalColumn.ACC_DEBIT, 0),
            code(JournalColumn.ACC_CREDIT, 1),
            code(JournalColumn.T_1, 2),
            code(JournalColumn.T_2, 3),
            code(JournalColumn.T_3, 4),
            code(JournalColumn.T_4, 5),
            code(JournalColumn.T_5, 6));
    var entry = new EntryGenerator(tables);
    int epochDay = Math.toIntExact(tables.parameters().day(day).toEpochDay());
    for (int i = 0; i < rows.size(); i++) {
      entry.moveTo(day, rows.get(i));
      ids.setSafe(i, entry.id);
      days.setSafe(i, epochDay);
      amounts.setSafe(i, BigDecimal.valueOf(entry.cents, SCALE));
      codes.get(0).setSafe(i, entry.debit);
      codes.get(1).setSafe(i, entry.credit);
      for (int code = 0; code < EntryGenerator.CODES; code++) {
        if (entry.code[code] != EntryGenerator.NULL_CODE) {
          codes.get(2 + code).setSafe(i, entry.code[code]);
        }
      }
    }
    List<FieldVector> vectors = new ArrayList<>(List.of(ids, days, codes.get(0), codes.get(1)));
    vectors.add(amounts);
    vectors.addAll(codes.subList(2, codes.size()));
    vectors.forEach(vector -> vector.setValueCount(rows.size()));
    return new VectorSchemaRoot(vectors);
  }

  private IntVector code(JournalColumn column, int i) {
    var type = new FieldType(true, new ArrowType.Int(32, true), encoding(i));
    return new IntVector(column.fieldName(), type, allocator);
  }
}
