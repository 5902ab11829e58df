package dev.ledgerload.harness.bench;

/** Refuses wrong answers. */
final class Answers {
  private Answers() {}

  static void requireRows(long expected, long actual) {
    require(expected == actual, "loaded %,d rows, not %,d".formatted(actual, expected));
  }

  static void requireDigest(long expected, long actual) {
    require(
        expected == actual,
        "loaded other values than are there: digest %016x, not %016x".formatted(actual, expected));
  }

  static void requireTotals(String expected, String actual) {
    require(expected.equals(actual), "other totals: digest %s, not %s".formatted(actual, expected));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new WrongAnswerException(otherwise);
    }
  }
}
