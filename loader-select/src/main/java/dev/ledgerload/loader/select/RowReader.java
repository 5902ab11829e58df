package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.CorruptValueException;
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
  /** What to call; a switch over them is quicker than calls of as many kinds of objects. */
  private enum Getter {
    BOOLEAN,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    AMOUNT,
    DAY,
    TIME,
    TIMESTAMP,
    MOMENT,
    UUID,
    TEXT,
    BYTES
  }

  private final ResultSet rows;
  private final List<ColumnSpec> specs;
  private final Getter[] getters;
  private long entries;

  /**
   * @param specs the result's columns
   */
  RowReader(ResultSet rows, List<ColumnSpec> specs) {
    this.rows = rows;
    this.specs = specs;
    this.getters = specs.stream().map(RowReader::getter).toArray(Getter[]::new);
  }

  private static Getter getter(ColumnSpec spec) {
    var type = spec.values();
    if (type instanceof Decimal) {
      return spec.integers() ? Getter.LONG : Getter.AMOUNT;
    }
    if (type instanceof Variable variable) {
      return variable == Variable.BYTES ? Getter.BYTES : Getter.TEXT;
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> Getter.BOOLEAN;
      case INT16 -> Getter.SHORT;
      case INT32 -> Getter.INT;
      case INT64 -> Getter.LONG;
      case FLOAT32 -> Getter.FLOAT;
      case FLOAT64 -> Getter.DOUBLE;
      case DATE -> Getter.DAY;
      case TIME -> Getter.TIME;
      case TIMESTAMP -> Getter.TIMESTAMP;
      case TIMESTAMP_UTC -> Getter.MOMENT;
      case UUID -> Getter.UUID;
    };
  }

  /** The next row; null behind the last. */
  @Nullable Object @Nullable [] next() throws SQLException {
    if (!rows.next()) {
      return null;
    }
    entries++;
    var row = new @Nullable Object[getters.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(getters[i], i + 1);
    }
    return row;
  }

  private @Nullable Object value(Getter getter, int column) throws SQLException {
    return switch (getter) {
      case BOOLEAN -> orNull(rows.getBoolean(column));
      case SHORT -> orNull(rows.getShort(column));
      case INT -> orNull(rows.getInt(column));
      case LONG -> orNull(rows.getLong(column));
      case FLOAT -> orNull(rows.getFloat(column));
      case DOUBLE -> orNull(rows.getDouble(column));
      case AMOUNT -> amount(column);
      case DAY -> rows.getObject(column, LocalDate.class);
      case TIME -> time(column);
      case TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
      case MOMENT -> moment(column);
      case UUID -> rows.getObject(column, UUID.class);
      case TEXT -> rows.getString(column);
      case BYTES -> rows.getBytes(column);
    };
  }

  private @Nullable Object orNull(Object value) throws SQLException {
    return rows.wasNull() ? null : value;
  }

  /** The driver says what is wrong with a value, not where it is. */
  private @Nullable BigDecimal amount(int column) throws SQLException {
    try {
      return rows.getBigDecimal(column);
    } catch (SQLException e) {
      if (PSQLState.NUMERIC_VALUE_OUT_OF_RANGE.getState().equals(e.getSQLState())) {
        throw corrupt(column);
      }
      throw e;
    }
  }

  /** The driver gives 24:00, which is a {@code time} to the server, as the last nanosecond. */
  private @Nullable LocalTime time(int column) throws SQLException {
    var time = rows.getObject(column, LocalTime.class);
    if (LocalTime.MAX.equals(time)) {
      throw corrupt(column);
    }
    return time;
  }

  private @Nullable Instant moment(int column) throws SQLException {
    var moment = rows.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  private CorruptValueException corrupt(int column) throws SQLException {
    var name = specs.get(column - 1).column().name();
    return new CorruptValueException(
        "%s of entry %d is %s".formatted(name, entries, rows.getString(column)));
  }
}
