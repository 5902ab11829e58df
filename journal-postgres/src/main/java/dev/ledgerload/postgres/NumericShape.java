package dev.ledgerload.postgres;

import dev.ledgerload.columnar.ColumnSpec;
import java.util.Map;

/**
 * The digits of a {@code numeric} column that the database declares without any.
 *
 * @param precision all digits, 1 to 38
 * @param scale the digits after the point, 0 to {@code precision}
 */
public record NumericShape(int precision, int scale) {
  /** The name of the option that sets it, as {@code 38,10}. */
  public static final String OPTION = "untyped-numeric";

  /** Ten digits behind the point, and as many before it as can be held. */
  public static final NumericShape DEFAULT = new NumericShape(38, 10);

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public NumericShape {
    if (precision < 1 || precision > ColumnSpec.MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          OPTION + " must be \"precision,scale\" with 0 <= scale <= precision <= 38, as in 38,10");
    }
  }

  /**
   * What the options say, or (38,10).
   *
   * @throws IllegalArgumentException if the option isn't as {@code 38,10}
   */
  public static NumericShape of(Map<String, String> options) {
    var text = options.get(OPTION);
    if (text == null) {
      return DEFAULT;
    }
    var parts = text.split(",", -1);
    try {
      return new NumericShape(
          Integer.parseInt(parts[0].strip()),
          parts.length == 2 ? Integer.parseInt(parts[1].strip()) : -1);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be \"precision,scale\", as in 38,10, not \"%s\"".formatted(OPTION, text), e);
    }
  }
}
