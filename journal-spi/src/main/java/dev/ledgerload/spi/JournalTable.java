package dev.ledgerload.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/**
 * A handle on a loaded day: immutable Arrow record batches outside the heap.
 *
 * <p>Handles are counted. {@link #share()} and {@link #project} give further ones, each of which
 * its holder closes; the memory goes when the last is closed, so nobody's batches vanish while they
 * are read. What a handle gives out (batches, dictionaries) is valid until that handle is closed.
 *
 * <p>Thread-safe: any number of threads may read, share and close. Nobody may write to the vectors.
 *
 * <p>All methods but {@link #close()} throw {@link IllegalStateException} once the handle is
 * closed.
 */
public final class JournalTable implements AutoCloseable {

  /**
   * What a table is a snapshot of.
   *
   * @param day the booking day
   * @param grain what a row stands for
   * @param version the day's version in the same snapshot as the rows; empty if the database keeps
   *     none, or can't vouch for it
   * @param asOf the database's clock when the snapshot was taken, or shortly before: every change
   *     committed by then is in the table
   */
  public record Snapshot(LocalDate day, Grain grain, Optional<DayVersion> version, Instant asOf) {

    /**
     * Whether this is known to be a newer snapshot than another of the same day: by the versions
     * where these can be compared, else by the time.
     */
    public boolean isNewerThan(Snapshot other) {
      if (version.isPresent() && other.version.isPresent()) {
        var mine = version.get();
        var others = other.version.get();
        if (mine.structure() == others.structure()) {
          return mine.changes() > others.changes();
        }
      }
      return asOf.isAfter(other.asOf);
    }
  }

  private final CountedMemory memory;
  private final JournalSchema journal;
  private final Snapshot snapshot;
  private final ColumnSet columns;
  private final List<VectorSchemaRoot> batches;
  private final DictionaryProvider dictionaries;
  private final long rows;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private JournalTable(
      CountedMemory memory,
      JournalSchema journal,
      Snapshot snapshot,
      ColumnSet columns,
      List<VectorSchemaRoot> batches,
      DictionaryProvider dictionaries) {
    this.memory = memory;
    this.journal = journal;
    this.snapshot = snapshot;
    this.columns = columns;
    this.batches = batches;
    this.dictionaries = dictionaries;
    this.rows = batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
  }

  /**
   * Takes ownership of batches and dictionaries and gives the first handle on them.
   *
   * @param journal what the batches are of, at whatever grain
   * @param allocator holds nothing but these batches and dictionaries; closed with the table
   * @param batches at least one (an empty table is one batch of no rows), all of one schema whose
   *     fields are those of the journal's columns at the snapshot's grain, in their order
   * @param dictionaries the values of each coded column's dictionary: a vector without nulls, under
   *     the id that the column's field, and no other, names
   * @throws IllegalArgumentException if the batches aren't as said; they then stay the caller's
   */
  public static JournalTable own(
      JournalSchema journal,
      Snapshot snapshot,
      BufferAllocator allocator,
      List<VectorSchemaRoot> batches,
      DictionaryProvider dictionaries) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("a table has at least one batch");
    }
    var schema = batches.get(0).getSchema();
    if (!batches.stream().allMatch(batch -> batch.getSchema().equals(schema))) {
      throw new IllegalArgumentException("all batches of a table have the same schema");
    }
    var rows = journal.of(snapshot.grain());
    var columns = TableShape.columnsOf(schema, rows, dictionaries);
    var memory = new CountedMemory(allocator, batches, dictionaries);
    return new JournalTable(memory, rows, snapshot, columns, List.copyOf(batches), dictionaries);
  }

  /**
   * The columns, in order, of a table whose batches have this schema; unmodifiable.
   *
   * @param journal what it is to be a table of, at its grain
   * @throws IllegalArgumentException if no table of the grain has such batches
   */
  public static ColumnSet columnsOf(Schema schema, JournalSchema journal) {
    return TableShape.columnsOf(schema, journal, null);
  }

  /** A further handle on the same rows and columns. */
  public JournalTable share() {
    return project(columns);
  }

  /**
   * A further handle on the same rows, with fewer columns; copies nothing.
   *
   * @throws IllegalArgumentException if {@code wanted} is empty or not part of {@link #columns()}
   */
  public JournalTable project(ColumnSet wanted) {
    requireOpen();
    if (wanted.isEmpty() || !columns.containsAll(wanted)) {
      throw new IllegalArgumentException(
          "columns must be some of %s, not %s".formatted(columns, wanted));
    }
    var kept = columns.of(wanted);
    var views = batches.stream().map(batch -> view(batch, kept)).toList();
    memory.retain();
    return new JournalTable(memory, journal, snapshot, kept, views, dictionaries);
  }

  private static VectorSchemaRoot view(VectorSchemaRoot batch, ColumnSet kept) {
    List<FieldVector> vectors =
        kept.stream().map(column -> batch.getVector(column.name())).toList();
    return new VectorSchemaRoot(
        vectors.stream().map(FieldVector::getField).toList(), vectors, batch.getRowCount());
  }

  /** The booking day. */
  public LocalDate day() {
    return snapshot().day();
  }

  /** What a row stands for. */
  public Grain grain() {
    return snapshot().grain();
  }

  /** The journal whose rows these are, at their grain. */
  public JournalSchema journal() {
    requireOpen();
    return journal;
  }

  /** What this table is a snapshot of. */
  public Snapshot snapshot() {
    requireOpen();
    return snapshot;
  }

  /** The columns of this handle, in order; unmodifiable. */
  public ColumnSet columns() {
    requireOpen();
    return columns;
  }

  /** The number of rows in all batches. */
  public long rows() {
    requireOpen();
    return rows;
  }

  /** Bytes reserved outside the heap for the whole table, whatever columns this handle shows. */
  public long bytes() {
    requireOpen();
    return memory.bytes();
  }

  /** The schema of every batch: code columns as their index type, with the dictionary's id. */
  public Schema schema() {
    requireOpen();
    return batches.get(0).getSchema();
  }

  /** The schema as a stream's first message has it: a code column is of its values' type. */
  public Schema streamSchema() {
    var dictionaries = dictionaries();
    return new Schema(
        schema().getFields().stream()
            .map(field -> DictionaryUtility.toMessageFormat(field, dictionaries, new HashSet<>()))
            .toList());
  }

  /** The batches, at least one; not to be written to or closed. */
  public List<VectorSchemaRoot> batches() {
    requireOpen();
    return batches;
  }

  /**
   * The distinct values of a code column: index {@code i} in a batch stands for value {@code i}.
   * Not to be written to or closed.
   *
   * @throws IllegalArgumentException if this handle has no such code column
   */
  public FieldVector dictionary(Column column) {
    requireOpen();
    var encoding = columns.contains(column) ? field(column).getDictionary() : null;
    if (encoding == null) {
      throw new IllegalArgumentException("%s is no code column of %s".formatted(column, columns));
    }
    return dictionaries.lookup(encoding.getId()).getVector();
  }

  /**
   * The distinct values of a code column as objects of its {@link ColumnType#javaType}, in the
   * order of their codes; unmodifiable. They outlive the table. A {@link java.nio.ByteBuffer} among
   * them is read-only, and read by its {@code duplicate()}, lest it be another key.
   *
   * @throws IllegalArgumentException if this handle has no such code column
   */
  public List<Object> dictionaryValues(Column column) {
    return ColumnReader.dictionaryValues(this, column);
  }

  /**
   * How a column's values are held.
   *
   * @throws IllegalArgumentException if this handle has no such column
   */
  public ColumnType type(Column column) {
    requireOpen();
    if (!columns.contains(column)) {
      throw new IllegalArgumentException("%s is no column of %s".formatted(column, columns));
    }
    return TableShape.type(field(column), dictionaries);
  }

  private Field field(Column column) {
    return schema().findField(column.name());
  }

  /**
   * The dictionaries of the code columns, by the ids that {@link #schema()} names. Not to be
   * written to or closed.
   */
  public DictionaryProvider dictionaries() {
    var shown = new HashSet<Long>();
    for (var field : schema().getFields()) {
      if (field.getDictionary() != null) {
        shown.add(field.getDictionary().getId());
      }
    }
    var provider = new DictionaryProvider.MapDictionaryProvider();
    shown.stream().map(dictionaries::lookup).forEach(provider::put);
    return provider;
  }

  /** Reads the rows one after the other, value by value. */
  public RowCursor cursor() {
    return new RowCursor(this);
  }

  /**
   * The rows as records of a class of the caller's own, made as they are iterated; convenient, not
   * fast: {@link #cursor()} makes no object a row.
   *
   * <pre>{@code
   * record Booking(long id, int accountId, BigDecimal debit, @Nullable String name) {}
   * for (var booking : table.rows(Booking.class)) { … }
   * }</pre>
   *
   * <p>A component is read from the column that {@link ColumnName} names; else from that of its own
   * name; else from the one that has the same letters and digits in whatever case, as {@code
   * accountId} from {@code account_id}. Columns without a component are left out.
   *
   * <p>A component is of the class of the column's values ({@link ColumnType#javaType}) or of one
   * that this extends; of the primitive type instead of the class; or of a wider one, as far as
   * each value is the same there: {@code int} and {@code long} for shorter integers, {@code
   * BigDecimal} for all, {@code double} for {@code float}. It is null for NULL.
   *
   * <p>The table is to be open while it is iterated. A row fails with {@link
   * IllegalStateException}, which names it and the column, if there is NULL for a component of a
   * primitive type; or by whatever the record's constructor throws.
   *
   * @param type of whatever access, in no named module or in one that opens its package; else there
   *     is {@link #rows(Class, Lookup)}
   * @throws IllegalArgumentException if a component has no column or one of a type that doesn't
   *     fit; the message names all of them
   */
  public <T extends Record> Iterable<T> rows(Class<T> type) {
    return rows(type, MethodHandles.lookup());
  }

  /**
   * The same with the access of the caller, who need not open its module.
   *
   * @param lookup {@link MethodHandles#lookup()} of a class in the module that the record is in
   */
  public <T extends Record> Iterable<T> rows(Class<T> type, Lookup lookup) {
    requireOpen();
    return RecordRows.of(this, type, lookup);
  }

  /**
   * The table as an Arrow stream, whole from the first batch; copies nothing. The reader keeps the
   * memory like a handle does: the caller closes it.
   */
  public ArrowReader reader() {
    return new JournalTableReader(share(), memory.allocator());
  }

  /** Gives up this handle. Idempotent. */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      memory.release();
    }
  }

  void requireOpen() {
    if (!open.get()) {
      throw new IllegalStateException("this handle on the journal table is closed");
    }
  }

  @Override
  public String toString() {
    return "JournalTable[%s, %s, %d rows]".formatted(snapshot.day(), snapshot.grain(), rows);
  }
}
