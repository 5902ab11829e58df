package dev.ledgerload.columnar;

import dev.ledgerload.spi.Column;

/**
 * A column to build.
 *
 * @param column which
 * @param precision of a column of amounts: all its digits, 1 to 38; 0 for any other type
 * @param scale of a column of amounts: its digits after the point, 0 to {@code precision}; else 0
 * @param assumed whether the database declares the column without digits, so that these are but
 *     assumed: an amount that has more is refused by an {@link AssumedDigitsException}
 */
public record ColumnSpec(Column column, int precision, int scale, boolean assumed) {

  /** The most digits that an Arrow {@code Decimal128} holds. */
  public static final int MAX_PRECISION = 38;

  /**
   * @throws IllegalArgumentException if precision or scale are outside what their {@code @param}
   *     allows
   */
  public ColumnSpec {
    if (column.isAmount()) {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "%s must have 1 to 38 digits, of which 0 to all are after the point, not (%d,%d)"
                .formatted(column.name(), precision, scale));
      }
    } else if (precision != 0 || scale != 0) {
      throw new IllegalArgumentException(column.name() + " has no precision or scale");
    }
  }

  /** A column whose digits, if it holds amounts, the database declares. */
  public ColumnSpec(Column column, int precision, int scale) {
    this(column, precision, scale, false);
  }

  /** A column that doesn't hold amounts. */
  public static ColumnSpec of(Column column) {
    return new ColumnSpec(column, 0, 0);
  }
}
