package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Decodes a table's rows one after the other; each distinct code becomes a String once. */
final class EntryIterator implements Iterator<JournalEntry> {
  private final JournalTable table;
  private final Iterator<VectorSchemaRoot> batches;
  private final Map<JournalColumn, String[]> codes = new EnumMap<>(JournalColumn.class);
  private final Map<JournalColumn, FieldVector> vectors = new EnumMap<>(JournalColumn.class);
  private VectorSchemaRoot batch;
  private int row;

  EntryIterator(JournalTable table) {
    this.table = table;
    this.batches = table.batches().iterator();
    this.batch = batches.next();
    for (var column : table.columns()) {
      if (column.type() == JournalColumn.Type.CODE) {
        codes.put(column, strings(column));
      }
    }
    findVectors();
  }

  /** Once a batch: by its name a vector is found so slowly that it would show in each value. */
  private void findVectors() {
    for (var column : table.columns()) {
      vectors.put(column, batch.getVector(column.fieldName()));
    }
  }

  private String[] strings(JournalColumn column) {
    var dictionary = table.dictionary(column);
    var strings = new String[dictionary.getValueCount()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = new String(dictionary.get(i), UTF_8);
    }
    return strings;
  }

  @Override
  public boolean hasNext() {
    while (row == batch.getRowCount()) {
      if (!batches.hasNext()) {
        return false;
      }
      batch = batches.next();
      row = 0;
      findVectors();
    }
    return true;
  }

  @Override
  public JournalEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    table.columns(); // a closed handle must not be read
    var entry =
        new JournalEntry(
            id(),
            trxDate(),
            code(JournalColumn.ACC_DEBIT),
            code(JournalColumn.ACC_CREDIT),
            amount(),
            code(JournalColumn.T_1),
            code(JournalColumn.T_2),
            code(JournalColumn.T_3),
            code(JournalColumn.T_4),
            code(JournalColumn.T_5));
    row++;
    return entry;
  }

  private @Nullable Long id() {
    var vector = (BigIntVector) vector(JournalColumn.ID);
    return vector == null ? null : (Long) vector.get(row);
  }

  private @Nullable LocalDate trxDate() {
    var vector = (DateDayVector) vector(JournalColumn.TRX_DATE);
    return vector == null ? null : LocalDate.ofEpochDay(vector.get(row));
  }

  private @Nullable BigDecimal amount() {
    var vector = (DecimalVector) vector(JournalColumn.AMOUNT);
    return vector == null ? null : vector.getObject(row);
  }

  private @Nullable String code(JournalColumn column) {
    var vector = vector(column);
    if (vector == null) {
      return null;
    }
    var index = (int) ((BaseIntVector) vector).getValueAsLong(row);
    return requireNonNull(codes.get(column))[index];
  }

  /** The column's vector in this batch; null if it isn't loaded or NULL at this row. */
  private @Nullable FieldVector vector(JournalColumn column) {
    var vector = vectors.get(column);
    return vector == null || vector.isNull(row) ? null : vector;
  }
}
