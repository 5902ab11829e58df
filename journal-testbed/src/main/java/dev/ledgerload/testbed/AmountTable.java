package dev.ledgerload.testbed;

/** Log-normal amounts: the distribution's quantiles in cents, with straight lines between them. */
final class AmountTable {
  private static final int STEPS = 4096;
  private static final double MEDIAN_CENTS = 25_000;
  private static final double SIGMA = 1.8;
  private static final double LAST = 0x1p-22; // the tails' quantile, where the table ends

  private final long[] cents = new long[STEPS + 1];

  AmountTable() {
    for (int i = 0; i <= STEPS; i++) {
      double quantile = StrictMath.min(1 - LAST, StrictMath.max(LAST, i / (double) STEPS));
      double value = MEDIAN_CENTS * StrictMath.exp(SIGMA * normalQuantile(quantile));
      cents[i] = StrictMath.max(1, (long) value);
    }
  }

  /** A positive amount. */
  long pick(long draw) {
    int step = Mix.upper(draw, STEPS);
    long share = (draw >>> 8) & 0xFFFF;
    return cents[step] + (((cents[step + 1] - cents[step]) * share) >> 16);
  }

  /** By bisection of the distribution function: slow, plain, and the same everywhere. */
  private static double normalQuantile(double probability) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (normalProbability(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The standard normal distribution function, by its power series. */
  private static double normalProbability(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; StrictMath.abs(term) > 1e-17 && i < 400; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    double density = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
    return 0.5 + sum * density;
  }
}
