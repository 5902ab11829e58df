package dev.ledgerload.reports.compare;

import java.util.Locale;

/** How numbers are written for people: three significant digits, thousands apart, no locale. */
public final class Figures {
  private static final double LEAST_RATIO = 0.0001;
  private static final double MICROS = 1_000;

  /** What is less is less than 1.00, too, when it is written. */
  private static final double LEAST_MILLIS = 0.9995;

  private Figures() {}

  /** {@code 842 ms}, {@code 22.2 µs}. */
  public static String time(double ms) {
    return isMillis(ms) ? millis(ms) + " ms" : millis(MICROS * ms) + " µs";
  }

  /** The same in milliseconds, whatever it is, without the unit. */
  public static String millis(double ms) {
    return number(ms, decimals(ms));
  }

  private static boolean isMillis(double ms) {
    return ms >= LEAST_MILLIS || ms == 0;
  }

  /** {@code 2.68×}. */
  static String times(double ratio) {
    return ratio < LEAST_RATIO ? "<0.0001×" : number(ratio, ratioDecimals(ratio)) + "×";
  }

  /** {@code [831, 860]}, as {@link #time} writes the value; empty if an end is NaN. */
  static String interval(double ms, double low, double high) {
    double unit = isMillis(ms) ? 1 : MICROS;
    return between(unit * low, unit * high, decimals(unit * ms));
  }

  /**
   * {@code [2.61, 2.75]}, as exact as {@link #times} writes the ratio; empty if an end is NaN or
   * the ratio too small to be written.
   */
  static String ratioInterval(double ratio, double low, double high) {
    return ratio < LEAST_RATIO ? "" : between(low, high, ratioDecimals(ratio));
  }

  /** {@code 1,000,000}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1M}, {@code 300k}, for the ticks of an axis. */
  public static String shortCount(double count) {
    if (count >= 1e6) {
      return plain(count / 1e6) + "M";
    }
    return count >= 1e3 ? plain(count / 1e3) + "k" : plain(count);
  }

  /** {@code 73.2 MB}, in powers of a thousand. */
  public static String bytes(double bytes) {
    if (bytes >= 1e6) {
      return number(bytes / 1e6, decimals(bytes / 1e6)) + " MB";
    }
    return bytes >= 1e3 ? number(bytes / 1e3, decimals(bytes / 1e3)) + " kB" : plain(bytes) + " B";
  }

  /** Up to three significant digits, without needless zeros, thousands apart. */
  public static String plain(double value) {
    if (value == Math.rint(value)) {
      return count((long) value);
    }
    double magnitude = Math.floor(Math.log10(Math.abs(value)));
    int decimals = (int) Math.max(0, 2 - magnitude);
    String digits = number(value, decimals);
    return digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits;
  }

  private static String between(double low, double high, int decimals) {
    return Double.isNaN(low) || Double.isNaN(high)
        ? ""
        : "[%s, %s]".formatted(number(low, decimals), number(high, decimals));
  }

  private static int ratioDecimals(double ratio) {
    return ratio < 0.095 ? 4 : Math.min(2, decimals(ratio));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static int decimals(double value) {
    if (value >= 99.95 || value == 0) {
      return 0;
    }
    if (value >= 9.995) {
      return 1;
    }
    return value >= 0.9995 ? 2 : (int) Math.min(6, 2 - Math.floor(Math.log10(value)));
  }
}
