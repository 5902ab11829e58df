package dev.ledgerload.postgres;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;

/**
 * The digits of a {@code numeric} column that the database declares without any.
 *
 * @param precision all digits, 1 to 38
 * @param scale the digits after the point, 0 to {@code precision}
 */
public record NumericShape(int precision, int scale) {
  /** The name of the option that sets it, as {@code 38,10}. */
  public static final String OPTION = "untyped-numeric";

  private static final String ALLOWED =
      "\"precision,scale\" with 0 <= scale <= precision <= 38, as in 38,10";

  /** As {@code 38,10}. */
  public static final OptionType<NumericShape> TYPE =
      OptionType.of(ALLOWED, NumericShape::parse, shape -> true);

  /** Ten digits behind the point, and as many before it as can be held. */
  public static final NumericShape DEFAULT = new NumericShape(38, 10);

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public NumericShape {
    if (precision < 1 || precision > ColumnSpec.MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(OPTION + " must be " + ALLOWED);
    }
  }

  /** What the options say, or (38,10). */
  public static NumericShape of(Options options) {
    return options.get(OPTION, TYPE, DEFAULT);
  }

  private static NumericShape parse(String text) {
    var parts = text.split(",", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(ALLOWED);
    }
    return new NumericShape(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
  }

  /** The same as a column's type. */
  Decimal digits() {
    return new Decimal(precision, scale);
  }

  /** As {@link #TYPE} reads it. */
  @Override
  public String toString() {
    return precision + "," + scale;
  }
}
