package dev.ledgerload.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Tables of any keys and measures, at either grain.
 *
 * @param keys the types of the keys {@code k0}, {@code k1} …
 * @param measures the digits of the measures {@code m0}, {@code m1} …
 * @param batchRows rows in each batch but the last
 */
record KeyedTables(
    Grain grain,
    List<ColumnType> keys,
    List<Decimal> measures,
    boolean onlyPositive,
    int batchRows) {

  /** A row's values, and how many entries it stands for: of grain {@code ENTRY} always one. */
  record Row(List<@Nullable Object> keys, List<@Nullable BigDecimal> amounts, long entries) {}

  JournalSchema schema() {
    return JournalSchema.of("t")
        .day("d")
        .keys(names("k", keys.size()))
        .measures(names("m", measures.size()))
        .onlyPositiveTotals(onlyPositive)
        .build()
        .of(grain);
  }

  private static String[] names(String kind, int count) {
    return IntStream.range(0, count).mapToObj(i -> kind + i).toArray(String[]::new);
  }

  JournalTable table(BufferAllocator parent, List<Row> rows) {
    var allocator = parent.newChildAllocator("table", 0, Long.MAX_VALUE);
    var dictionaries = new MapDictionaryProvider();
    List<Map<Object, Integer>> codes = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      Map<Object, Integer> byValue = new LinkedHashMap<>();
      for (var row : rows) {
        var value = row.keys().get(key);
        if (value != null) {
          byValue.putIfAbsent(value, byValue.size());
        }
      }
      codes.add(byValue);
      var vector = keys.get(key).field("values").createVector(allocator);
      fill(vector, List.copyOf(byValue.keySet()));
      dictionaries.put(new Dictionary(vector, encoding(key)));
    }
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += batchRows) {
      var part = rows.subList(from, Math.min(rows.size(), from + batchRows));
      batches.add(batch(part, codes, allocator));
    }
    var snapshot =
        new JournalTable.Snapshot(TestTables.DAY, grain, Optional.empty(), Instant.EPOCH);
    return JournalTable.own(schema(), snapshot, allocator, batches, dictionaries);
  }

  private static DictionaryEncoding encoding(int key) {
    return new DictionaryEncoding(key, false, new ArrowType.Int(32, true));
  }

  private VectorSchemaRoot batch(
      List<Row> rows, List<Map<Object, Integer>> codes, BufferAllocator allocator) {
    Map<String, FieldVector> vectors = new HashMap<>();
    for (int key = 0; key < keys.size(); key++) {
      var name = schema().keys().get(key).name();
      var vector = keys.get(key).indexField(name, encoding(key)).createVector(allocator);
      vector.setInitialCapacity(rows.size());
      vector.allocateNew();
      for (int row = 0; row < rows.size(); row++) {
        var value = rows.get(row).keys().get(key);
        if (value != null) {
          ((BaseIntVector) vector)
              .setWithPossibleTruncate(row, codes.get(key).getOrDefault(value, -1));
        }
      }
      vectors.put(name, vector);
    }
    for (int i = 0; i < measures.size(); i++) {
      int measure = i;
      var name = schema().measures().get(measure).name();
      var vector = measures.get(measure).field(name).createVector(allocator);
      List<@Nullable BigDecimal> amounts = new ArrayList<>();
      rows.forEach(row -> amounts.add(row.amounts().get(measure)));
      fill(vector, amounts);
      vectors.put(name, vector);
    }
    schema()
        .entryCount()
        .ifPresent(
            column -> {
              var vector = new BigIntVector(column.name(), allocator);
              fill(vector, rows.stream().map(Row::entries).toList());
              vectors.put(column.name(), vector);
            });
    var root =
        new VectorSchemaRoot(
            schema().columns().stream()
                .map(column -> vectors.get(column.name()))
                .filter(vector -> vector != null) // there is no day
                .toList());
    root.setRowCount(rows.size());
    return root;
  }

  private static void fill(FieldVector vector, List<? extends @Nullable Object> values) {
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      if (value != null) {
        set(vector, i, value);
      }
    }
    vector.setValueCount(values.size());
  }

  private static void set(FieldVector vector, int index, Object value) {
    if (value instanceof Boolean truth) {
      ((BitVector) vector).set(index, truth ? 1 : 0);
    } else if (value instanceof Integer number) {
      ((IntVector) vector).set(index, number);
    } else if (value instanceof Long number) {
      ((BigIntVector) vector).set(index, number);
    } else if (value instanceof BigDecimal number) {
      ((DecimalVector) vector).set(index, number);
    } else if (value instanceof LocalDate day) {
      ((DateDayVector) vector).set(index, (int) day.toEpochDay());
    } else if (value instanceof ByteBuffer bytes) {
      ((VarBinaryVector) vector)
          .setSafe(index, bytes.duplicate(), bytes.position(), bytes.remaining());
    } else if (value instanceof UUID uuid) {
      var bytes = ByteBuffer.allocate(16);
      bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      ((FixedSizeBinaryVector) vector).set(index, bytes.array());
    } else {
      ((VarCharVector) vector).setSafe(index, ((String) value).getBytes(UTF_8));
    }
  }
}
