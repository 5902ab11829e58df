package dev.ledgerload.loader.indb;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.AssumedDigitsException;
import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** Reads ranked groups: place, keys, sums, number of entries. */
final class RankedRows {
  /*
   * What is said of a value that can't be held is put together only then: to do so for each group
   * takes as long as all else.
   */
  private static final int FIRST_KEY = 2;

  /** What the driver gives for infinite days and moments, and for the time 24:00. */
  private static final Set<Object> UNHELD =
      Set.of(
          LocalDate.MIN,
          LocalDate.MAX,
          LocalDateTime.MIN,
          LocalDateTime.MAX,
          OffsetDateTime.MIN,
          OffsetDateTime.MAX,
          LocalTime.MAX);

  private final ResultSet rows;
  private final List<ColumnSpec> keys;
  private final List<ColumnSpec> measures;

  /**
   * @param journal the journal's columns
   */
  RankedRows(ResultSet rows, GroupsSql journal) {
    this.rows = rows;
    this.keys = journal.keys();
    this.measures = journal.measures();
  }

  List<Group> read() throws SQLException {
    int firstSum = FIRST_KEY + keys.size();
    int entries = firstSum + measures.size();
    List<Group> ranked = new ArrayList<>();
    while (rows.next()) {
      int rank = rows.getInt(1);
      if (rank != ranked.size() + 1) {
        throw new CorruptValueException(
            "rank %d came after rank %d".formatted(rank, ranked.size()));
      }
      List<@Nullable Object> keyValues = new ArrayList<>(keys.size());
      for (int i = 0; i < keys.size(); i++) {
        keyValues.add(key(keys.get(i), FIRST_KEY + i));
      }
      List<@Nullable BigDecimal> sums = new ArrayList<>(measures.size());
      for (int i = 0; i < measures.size(); i++) {
        sums.add(sum(measures.get(i), firstSum + i, keyValues));
      }
      ranked.add(new Group(keyValues, sums, rows.getLong(entries)));
    }
    return ranked;
  }

  private @Nullable Object key(ColumnSpec key, int index) throws SQLException {
    var type = key.values();
    if (type instanceof Decimal) {
      Supplier<String> what = () -> "key %s".formatted(key.column());
      var number = number(index, () -> what.get() + " is no number, but ");
      return number == null ? null : scaled(number, key, what);
    }
    if (type instanceof Variable) {
      return type == Variable.BYTES ? bytes(rows.getBytes(index)) : rows.getString(index);
    }
    var value = fixed((Fixed) type, index);
    if (rows.wasNull() || value == null) {
      return null;
    }
    if (UNHELD.contains(value)) {
      throw new CorruptValueException(
          "key %s is %s, which has no exact form".formatted(key.column(), rows.getString(index)));
    }
    return value instanceof OffsetDateTime moment ? moment.toInstant() : value;
  }

  private @Nullable Object fixed(Fixed type, int index) throws SQLException {
    return switch (type) {
      case BOOLEAN -> rows.getBoolean(index);
      case INT16 -> rows.getShort(index);
      case INT32 -> rows.getInt(index);
      case INT64 -> rows.getLong(index);
      case DATE -> rows.getObject(index, LocalDate.class);
      case TIME -> rows.getObject(index, LocalTime.class);
      case TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
      case TIMESTAMP_UTC -> rows.getObject(index, OffsetDateTime.class);
      case UUID -> rows.getObject(index, UUID.class);
      case FLOAT32, FLOAT64 -> throw new IllegalStateException("no key is of type " + type);
    };
  }

  private static @Nullable ByteBuffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  private @Nullable BigDecimal sum(ColumnSpec measure, int index, List<@Nullable Object> group)
      throws SQLException {
    Supplier<String> what = () -> "%s of %s".formatted(measure.column(), named(group));
    Supplier<String> amount = () -> "an amount of " + what.get();
    var sum = number(index, () -> amount.get() + " is no number: their sum is ");
    if (sum == null) {
      return null;
    }
    var exact = scaled(sum, measure, amount);
    if (exact.precision() > ColumnSpec.MAX_PRECISION) {
      var problem = "the sum of " + what.get() + " needs more than 38 digits";
      if (AssumedDigitsException.refusing(problem, measure, sum)
          instanceof AssumedDigitsException fewerWouldDo) {
        throw fewerWouldDo;
      }
      throw new ArithmeticException(problem);
    }
    return exact;
  }

  /** As {@code acc_debit a, acc_credit null}. */
  private String named(List<@Nullable Object> group) {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> keys.get(i).column() + " " + group.get(i))
        .collect(joining(", "));
  }

  /** The driver says what is wrong with a value, not where it is. */
  private @Nullable BigDecimal number(int index, Supplier<String> what) throws SQLException {
    try {
      return rows.getBigDecimal(index);
    } catch (SQLException e) {
      if (PSQLState.NUMERIC_VALUE_OUT_OF_RANGE.getState().equals(e.getSQLState())) {
        throw new CorruptValueException(what.get() + rows.getString(index));
      }
      throw e;
    }
  }

  private static BigDecimal scaled(BigDecimal number, ColumnSpec column, Supplier<String> what) {
    int scale = column.digits().scale();
    if (number.scale() > scale && number.stripTrailingZeros().scale() > scale) {
      throw AssumedDigitsException.refusing(
          "%s has more than %d digits after the point".formatted(what.get(), scale),
          column,
          number);
    }
    return number.setScale(scale, RoundingMode.UNNECESSARY);
  }
}
