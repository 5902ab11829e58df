package dev.ledgerload.reports.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a later run against the same cell of the first one.
 *
 * @param ratio this time to the first run's; null unless both were measured
 */
public record RunChange(@Nullable Ratio ratio) {
  /** How far the drawn interval reaches to either side, as a ratio. */
  static final double REACH = 2;

  public static final int WIDTH = 120;
  public static final int HEIGHT = 18;

  public enum Verdict {
    SLOWER("slower"),
    FASTER("faster"),
    /** The interval includes no change, or there is no interval. */
    OPEN("~"),
    /** Not measured in both runs. */
    ABSENT("–");

    private final String text;

    Verdict(String text) {
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

  public Verdict verdict() {
    if (ratio == null) {
      return Verdict.ABSENT;
    }
    return ratio.low() > 1 ? Verdict.SLOWER : ratio.high() < 1 ? Verdict.FASTER : Verdict.OPEN;
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

  /** At no change, as a path. */
  public String middleLine() {
    return "M%s 0v%d".formatted(x(1), HEIGHT);
  }

  public String intervalLine() {
    return ratio == null ? "" : "M%s %dH%s".formatted(x(ratio.low()), HEIGHT / 2, x(ratio.high()));
  }

  /** A line of no length, to be drawn with round ends. */
  public String dot() {
    return ratio == null ? "" : "M%s %dh0".formatted(x(ratio.value()), HEIGHT / 2);
  }

  /** In pixels; what lies further out is drawn at the edge. */
  static String x(double ratio) {
    double share = Math.log(ratio) / Math.log(REACH);
    double inside = Math.max(-1, Math.min(1, share));
    return String.format(Locale.ROOT, "%.1f", WIDTH / 2.0 + inside * (WIDTH / 2.0 - 4));
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
