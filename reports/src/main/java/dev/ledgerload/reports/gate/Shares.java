package dev.ledgerload.reports.gate;

import java.util.Locale;

/** Figures for people. */
public final class Shares {
  private Shares() {}

  /** 0.0123 as {@code 1.2 %}; what can't be told as a dash. */
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return "–";
    }
    double percents = 100 * share;
    var format = Math.abs(percents) < 10 ? "%.1f %%" : "%.0f %%";
    return String.format(Locale.ROOT, format, percents).replace("-0.0 ", "0.0 ");
  }

  /** A share with its sign, as {@code +1.2 %}. */
  public static String change(double share) {
    var text = percent(share);
    return share > 0 && !text.equals("0.0 %") && Double.isFinite(share) ? "+" + text : text;
  }

  /** Whole where it is large, with its decimals where it isn't. */
  static String number(double value) {
    return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.4g", value);
  }
}
