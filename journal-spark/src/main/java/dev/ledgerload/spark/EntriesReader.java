package dev.ledgerload.spark;

import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.TupleReader;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of a day by COPY. All of it is there before Spark gets the first batch: only then is
 * it known whether the day is what the plan saw. It is freed when the task ends.
 */
final class EntriesReader implements PartitionReader<ColumnarBatch> {
  private final DayTask task;
  private final DayPart part;
  private final StructType columns;
  private final ColumnSet wanted;
  private @Nullable JournalTable table;
  private @Nullable Iterator<VectorSchemaRoot> batches;
  private final Map<String, Object[]> dictionaries = new HashMap<>();
  private @Nullable ColumnarBatch batch;

  EntriesReader(JournalRead read, StructType columns, DayPart part) {
    this.task = new DayTask(read, part);
    this.part = part;
    this.columns = columns;
    var schema = task.schema();
    List<Column> named = new ArrayList<>();
    for (var field : columns.fields()) {
      named.add(schema.column(field.name()));
    }
    this.wanted =
        named.isEmpty() // as count does: rows without columns
            ? schema.columns(schema.day())
            : schema.columns().of(named);
  }

  @Override
  public boolean next() throws IOException {
    if (batches == null) {
      var loaded = task.run(this::load);
      table = loaded;
      batches = loaded.batches().iterator();
    }
    if (!batches.hasNext()) {
      return false;
    }
    batch = spark(batches.next());
    return true;
  }

  private JournalTable load(PostgresSnapshot snapshot) throws SQLException, IOException {
    var schema = task.schema();
    var shape = JournalRead.describe(snapshot, schema, wanted);
    requireSameTypes(shape);
    try (var builder = new JournalTableBuilder(TaskMemory.allocator(), schema, shape.columns())) {
      var rows = builder.addPart();
      for (var condition : part.conditions()) {
        var sql = "COPY (%s) TO STDOUT (FORMAT BINARY)".formatted(entriesSql(shape, condition));
        new TupleReader(rows, wanted.size()).read(snapshot.copy(sql));
      }
      task.requireUnchanged(snapshot);
      return builder.finish(
          new JournalTable.Snapshot(part.day(), Grain.ENTRY, Optional.empty(), snapshot.asOf()));
    }
  }

  private String entriesSql(JournalShape shape, String condition) {
    var limit = part.limit() == JournalScan.NO_LIMIT ? "" : " LIMIT " + part.limit();
    return "SELECT %s FROM %s WHERE %s%s"
        .formatted(shape.schema().columnsSql(wanted), shape.schema().fromSql(), condition, limit);
  }

  private void requireSameTypes(JournalShape shape) {
    var now = SparkTypes.of(shape.columns());
    for (var field : columns.fields()) {
      if (!now.apply(field.name()).dataType().equals(field.dataType())) {
        throw new IllegalStateException(
            "column %s of %s was %s when the query was planned, and is %s: read it anew"
                .formatted(
                    field.name(),
                    shape.schema().title(),
                    field.dataType().sql(),
                    now.apply(field.name()).dataType().sql()));
      }
    }
  }

  private ColumnarBatch spark(VectorSchemaRoot rows) {
    var vectors = new ColumnVector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(columns.fields()[i], rows);
    }
    return new ColumnarBatch(vectors, rows.getRowCount());
  }

  private ColumnVector vector(StructField field, VectorSchemaRoot rows) {
    var vector = rows.getVector(field.name());
    var type = type(field.name());
    if (type instanceof Code code) {
      var values = dictionaries.computeIfAbsent(field.name(), name -> dictionary(name, code));
      return new CodeVector(field.dataType(), vector, values);
    }
    if (type instanceof Decimal) {
      return new AmountVector(field.dataType(), vector);
    }
    return type instanceof Fixed fixed
        ? new FixedVector(field.dataType(), fixed, vector)
        : new TextVector(field.dataType(), vector);
  }

  private ColumnType type(String name) {
    return table().type(task.schema().column(name));
  }

  private Object[] dictionary(String name, Code code) {
    return table().dictionaryValues(task.schema().column(name)).stream()
        .map(value -> SparkTypes.value(code.values(), value))
        .toArray();
  }

  private JournalTable table() {
    var loaded = table;
    if (loaded == null) {
      throw new IllegalStateException("nothing is loaded yet");
    }
    return loaded;
  }

  @Override
  public ColumnarBatch get() {
    var current = batch;
    if (current == null) {
      throw new IllegalStateException("there is no batch");
    }
    return current;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    var loaded = table;
    return loaded == null ? LoadMetrics.of(0, 0) : LoadMetrics.of(loaded.rows(), loaded.bytes());
  }

  @Override
  public void close() {
    var loaded = table;
    table = null;
    if (loaded != null) {
      loaded.close();
    }
  }
}
