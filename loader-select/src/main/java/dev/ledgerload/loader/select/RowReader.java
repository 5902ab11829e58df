package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** Reads a result's rows as objects, by the driver's getters, in whatever format they came. */
final class RowReader {
  private final ResultSet rows;
  private final Getter[] getters;
  private long entries;

  /** Of a column's values, of which each may be NULL. */
  private interface Getter {
    @Nullable Object get(ResultSet rows, int column) throws SQLException;
  }

  /**
   * @param specs the result's columns
   */
  RowReader(ResultSet rows, List<ColumnSpec> specs) {
    this.rows = rows;
    this.getters = specs.stream().map(this::getter).toArray(Getter[]::new);
  }

  /** The next row; null behind the last. */
  @Nullable Object @Nullable [] next() throws SQLException {
    if (!rows.next()) {
      return null;
    }
    entries++;
    var row = new @Nullable Object[getters.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = getters[i].get(rows, i + 1);
    }
    return row;
  }

  private Getter getter(ColumnSpec spec) {
    var name = spec.column().name();
    ColumnType type = spec.values();
    if (type instanceof Decimal) {
      return spec.integers()
          ? (all, column) -> orNull(all.getLong(column))
          : (all, column) -> amount(name, column);
    }
    if (type instanceof Variable variable) {
      return variable == Variable.BYTES ? ResultSet::getBytes : ResultSet::getString;
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> (all, column) -> orNull(all.getBoolean(column));
      case INT16 -> (all, column) -> orNull(all.getShort(column));
      case INT32 -> (all, column) -> orNull(all.getInt(column));
      case INT64 -> (all, column) -> orNull(all.getLong(column));
      case FLOAT32 -> (all, column) -> orNull(all.getFloat(column));
      case FLOAT64 -> (all, column) -> orNull(all.getDouble(column));
      case DATE -> (all, column) -> all.getObject(column, LocalDate.class);
      case TIME -> (all, column) -> time(name, column);
      case TIMESTAMP -> (all, column) -> all.getObject(column, LocalDateTime.class);
      case TIMESTAMP_UTC -> (all, column) -> moment(column);
      case UUID -> (all, column) -> all.getObject(column, UUID.class);
    };
  }

  private @Nullable Object orNull(Object value) throws SQLException {
    return rows.wasNull() ? null : value;
  }

  /** The driver says what is wrong with a value, not where it is. */
  private @Nullable BigDecimal amount(String name, int column) throws SQLException {
    try {
      return rows.getBigDecimal(column);
    } catch (SQLException e) {
      if (PSQLState.NUMERIC_VALUE_OUT_OF_RANGE.getState().equals(e.getSQLState())) {
        throw corrupt(name, column);
      }
      throw e;
    }
  }

  /** The driver gives 24:00, which is a {@code time} to the server, as the last nanosecond. */
  private @Nullable LocalTime time(String name, int column) throws SQLException {
    var time = rows.getObject(column, LocalTime.class);
    if (LocalTime.MAX.equals(time)) {
      throw corrupt(name, column);
    }
    return time;
  }

  private @Nullable Instant moment(int column) throws SQLException {
    var moment = rows.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  private CorruptValueException corrupt(String name, int column) throws SQLException {
    return new CorruptValueException(
        "%s of entry %d is %s".formatted(name, entries, rows.getString(column)));
  }
}
