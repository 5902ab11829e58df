package dev.ledgerload.columnar;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;

/**
 * A column to build.
 *
 * @param column which
 * @param type how its values are held
 * @param assumed whether the database declares a {@code numeric} column without digits, so that
 *     those of {@code type} are but assumed: an amount that has more is refused by an {@link
 *     AssumedDigitsException}
 * @param integers whether the database holds integers that count units of the last digit of {@code
 *     type}, a {@link Decimal} or codes of it: {@code 1234} of scale 2 is 12.34
 */
public record ColumnSpec(Column column, ColumnType type, boolean assumed, boolean integers) {

  /** The most digits of a column of amounts: what an Arrow {@code Decimal128} holds. */
  public static final int MAX_PRECISION = Decimal.MAX_SUMMED_PRECISION;

  /**
   * @throws IllegalArgumentException if a column of that role can't be of that type
   */
  public ColumnSpec {
    boolean fits =
        switch (column.role()) {
          case COUNT -> type == Fixed.INT64;
          case DAY -> type == Fixed.DATE || type == Fixed.TIMESTAMP || type == Fixed.TIMESTAMP_UTC;
          case KEY, CODE -> type instanceof Code;
          case MEASURE, TOTAL -> type.canBeMeasure();
          case PLAIN -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException("%s can't be of type %s".formatted(column.name(), type));
    }
    if ((assumed || integers) && !(values(type) instanceof Decimal)) {
      throw new IllegalArgumentException(column.name() + " has no digits");
    }
  }

  /** A column whose digits, if it has any, the database declares. */
  public ColumnSpec(Column column, ColumnType type) {
    this(column, type, false, false);
  }

  /** A column of {@code numeric} whose digits the database declares. */
  public ColumnSpec(Column column, int precision, int scale) {
    this(column, new Decimal(precision, scale));
  }

  /** A column of the type that one of its role has in {@code gl_entries}, if not of amounts. */
  public static ColumnSpec of(Column column) {
    return new ColumnSpec(
        column,
        switch (column.role()) {
          case DAY -> Fixed.DATE;
          case KEY, CODE -> new Code(Variable.TEXT);
          default -> Fixed.INT64;
        });
  }

  /** The type of its values: of codes, of those that the dictionary has. */
  public ColumnType values() {
    return values(type);
  }

  private static ColumnType values(ColumnType type) {
    return type instanceof Code code ? code.values() : type;
  }

  /**
   * The digits of its values.
   *
   * @throws IllegalStateException if they have none
   */
  public Decimal digits() {
    if (values() instanceof Decimal digits) {
      return digits;
    }
    throw new IllegalStateException(column.name() + " has no digits");
  }
}
