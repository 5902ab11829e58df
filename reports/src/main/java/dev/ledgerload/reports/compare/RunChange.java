package dev.ledgerload.reports.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a later run against the same cell of the first one.
 *
 * @param ratio this time to the first run's; null unless both were measured
 */
public record RunChange(@Nullable Ratio ratio) {
  /*
   * No verdict, as the gate gives none on times of two jobs: the machine may have changed between
   * them, and of many cells some lie apart by chance.
   */
  /** Where the ratio's interval lies. */
  public enum Difference {
    ABOVE("above"),
    BELOW("below"),
    /** The interval includes no change, or there is no interval. */
    OPEN("~"),
    /** Not measured in both runs. */
    ABSENT("–");

    private final String text;

    Difference(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    /** For styles. */
    public String styleClass() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Difference difference() {
    if (ratio == null) {
      return Difference.ABSENT;
    }
    return ratio.low() > 1
        ? Difference.ABOVE
        : ratio.high() < 1 ? Difference.BELOW : Difference.OPEN;
  }

  /** {@code +3.1 %}; empty without a ratio. */
  public String percent() {
    return ratio == null ? "" : signed(ratio.value());
  }

  /** {@code [−1.2 %, +7.0 %]}; empty without an interval. */
  public String interval() {
    return ratio == null || Double.isNaN(ratio.low()) || Double.isNaN(ratio.high())
        ? ""
        : "[%s, %s]".formatted(signed(ratio.low()), signed(ratio.high()));
  }

  public String order() {
    return ratio == null ? "" : ratio.order();
  }

  private static String signed(double ratio) {
    double percent = 100 * (ratio - 1);
    String number = Figures.plain(Math.abs(percent) >= 10 ? Math.rint(percent) : tenth(percent));
    return (percent > 0 ? "+" + number : number.replace('-', '−')) + " %";
  }

  private static double tenth(double percent) {
    return Math.rint(percent * 10) / 10;
  }
}
