package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Decodes a table's rows one after the other; each distinct code becomes a String once. */
final class EntryIterator implements Iterator<JournalEntry> {
  private final JournalTable table;
  private final Iterator<VectorSchemaRoot> batches;
  private final String[][] codes = new String[JournalSchema.GL_ENTRIES.width()][]; // by ordinal
  private final @Nullable FieldVector[] vectors =
      new FieldVector[JournalSchema.GL_ENTRIES.width()]; // by ordinal
  private VectorSchemaRoot batch;
  private int row;

  EntryIterator(JournalTable table) {
    this.table = table;
    this.batches = table.batches().iterator();
    this.batch = batches.next();
    for (var column : table.columns()) {
      if (column.isCoded()) {
        codes[column.ordinal()] = strings(column);
      }
    }
    findVectors();
  }

  /** Once a batch: by its name a vector is found so slowly that it would show in each value. */
  private void findVectors() {
    for (var column : table.columns()) {
      vectors[column.ordinal()] = batch.getVector(column.name());
    }
  }

  private String[] strings(Column column) {
    var dictionary = (VarCharVector) table.dictionary(column);
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
            code(GlEntries.ACC_DEBIT),
            code(GlEntries.ACC_CREDIT),
            amount(),
            code(GlEntries.T_1),
            code(GlEntries.T_2),
            code(GlEntries.T_3),
            code(GlEntries.T_4),
            code(GlEntries.T_5));
    row++;
    return entry;
  }

  private @Nullable Long id() {
    var vector = (BaseIntVector) vector(GlEntries.ID); // bigint, integer or smallint
    return vector == null ? null : (Long) vector.getValueAsLong(row);
  }

  private @Nullable LocalDate trxDate() {
    var vector = (DateDayVector) vector(GlEntries.TRX_DATE);
    return vector == null ? null : LocalDate.ofEpochDay(vector.get(row));
  }

  private @Nullable BigDecimal amount() {
    var vector = (DecimalVector) vector(GlEntries.AMOUNT);
    return vector == null ? null : vector.getObject(row);
  }

  private @Nullable String code(Column column) {
    var vector = vector(column);
    if (vector == null) {
      return null;
    }
    var index = (int) ((BaseIntVector) vector).getValueAsLong(row);
    return codes[column.ordinal()][index];
  }

  /** The column's vector in this batch; null if it isn't loaded or NULL at this row. */
  private @Nullable FieldVector vector(Column column) {
    var vector = vectors[column.ordinal()];
    return vector == null || vector.isNull(row) ? null : vector;
  }
}
