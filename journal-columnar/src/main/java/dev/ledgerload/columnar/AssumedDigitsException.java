package dev.ledgerload.columnar;

import java.io.Serial;
import java.math.BigDecimal;

/**
 * An amount with more digits than were assumed of a column that the database declares without any.
 * The value itself is in order: with {@link #precision()} and {@link #scale()} assumed instead it
 * can be held.
 */
public final class AssumedDigitsException extends CorruptValueException {
  @Serial private static final long serialVersionUID = 1L;

  private final int precision;
  private final int scale;

  private AssumedDigitsException(String message, int precision, int scale) {
    super(message);
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
    int roomBehindThePoint =
        ColumnSpec.MAX_PRECISION - Math.max(0, shortest.precision() - shortest.scale());
    if (!column.assumed() || behindThePoint > roomBehindThePoint) {
      return new CorruptValueException(message);
    }
    int scale = Math.max(behindThePoint, Math.min(column.digits().scale(), roomBehindThePoint));
    return new AssumedDigitsException(message, ColumnSpec.MAX_PRECISION, scale);
  }

  /** All the digits to assume, at most 38. */
  public int precision() {
    return precision;
  }

  /** Those of them that are to be behind the point. */
  public int scale() {
    return scale;
  }
}
