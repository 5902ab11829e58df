package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.setup.TotalsDigest;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.testbed.TableDigest;

/** Refuses wrong answers. */
final class Answers {
  private Answers() {}

  static void requireRows(long expected, long actual) {
    require(expected == actual, "loaded %,d rows, not %,d".formatted(actual, expected));
  }

  static void requireTable(Target target, String columns, JournalTable table) {
    var expected = target.answers().get(table.grain());
    if (expected != null) {
      requireRows(expected.rows(), table.rows());
      requireDigest(expected.digest(columns), TableDigest.of(table));
    }
  }

  private static void requireDigest(long expected, long actual) {
    require(
        expected == actual,
        "loaded other values than are there: digest %016x, not %016x".formatted(actual, expected));
  }

  static void requireTotals(Target target, Totals totals) {
    var actual = TotalsDigest.of(totals);
    require(
        target.totals().equals(actual),
        "other totals: digest %s, not %s".formatted(actual, target.totals()));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new WrongAnswerException(otherwise);
    }
  }
}
