package dev.ledgerload.reports;

import java.util.Locale;

/** How numbers are written for people: three significant digits, thousands apart, no locale. */
final class Figures {
  private Figures() {}

  /** {@code 842 ms}. */
  static String ms(double ms) {
    return number(ms, decimals(ms)) + " ms";
  }

  /** {@code 2.68×}. */
  static String times(double ratio) {
    return number(ratio, Math.min(2, decimals(ratio))) + "×";
  }

  /** {@code [831, 860]}, as exact as {@code value} is written; empty if an end is NaN. */
  static String interval(double value, double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return "";
    }
    int decimals = decimals(value);
    return "[%s, %s]".formatted(number(low, decimals), number(high, decimals));
  }

  /** {@code 1,000,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1M}, {@code 300k}, for the ticks of an axis. */
  static String shortCount(double count) {
    if (count >= 1e6) {
      return plain(count / 1e6) + "M";
    }
    return count >= 1e3 ? plain(count / 1e3) + "k" : plain(count);
  }

  /** Without needless decimals, thousands apart. */
  static String plain(double value) {
    return value == Math.rint(value)
        ? count((long) value)
        : String.format(Locale.ROOT, "%,.2f", value).replaceAll("0$", "");
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
