package dev.ledgerload.columnar;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import java.io.Serial;
import java.math.BigDecimal;

/**
 * An amount with more digits than were assumed of a column that the database declares without any.
 * The value itself is in order: with {@link #precision()} and {@link #scale()} assumed instead it
 * can be held.
 */
public final class AssumedDigitsException extends CorruptValueException {
  @Serial private static final long serialVersionUID = 1L;

  private final String column;
  private final Column.Role role;
  private final int precision;
  private final int scale;

  private AssumedDigitsException(String message, Column column, int precision, int scale) {
    super(message);
    this.column = column.name();
    this.role = column.role();
    this.precision = precision;
    this.scale = scale;
  }

  /**
   * How to refuse an amount that hasn't as few digits as its column: by this exception if other
   * digits could have been assumed, else because the schema forbids it.
   *
   * @param message which amount, where and why
   */
  public static CorruptValueException refusing(
      String message, ColumnSpec column, BigDecimal amount) {
    var shortest = amount.stripTrailingZeros();
    int behindThePoint = Math.max(0, shortest.scale());
    int most = column.column().isAmount() ? ColumnSpec.MAX_PRECISION : Decimal.MAX_PRECISION;
    int roomBehindThePoint = most - Math.max(0, shortest.precision() - shortest.scale());
    if (!column.assumed() || behindThePoint > roomBehindThePoint) {
      return new CorruptValueException(message);
    }
    int scale = Math.max(behindThePoint, Math.min(column.digits().scale(), roomBehindThePoint));
    return new AssumedDigitsException(message, column.column(), most, scale);
  }

  /** The column's name. */
  public String column() {
    return column;
  }

  /** What the column is there for, on which depends where its digits can be said. */
  public Column.Role role() {
    return role;
  }

  /** All the digits to assume: 38, or of a column that isn't summed 76. */
  public int precision() {
    return precision;
  }

  /** Those of them that are to be behind the point. */
  public int scale() {
    return scale;
  }
}
