package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.reports.gate.WireCount;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says what runs, how far the gate is and how much time is left. */
final class GateProgress {
  private final PrintWriter out;

  GateProgress(PrintWriter out) {
    this.out = out;
  }

  /** A round begins; it is expected to take as long as the longest before. */
  void round(int look, int round, int most, long endNanos, long longestNanos) {
    var left = "";
    if (longestNanos > 0) {
      long untilEnd = Math.max(longestNanos, endNanos - System.nanoTime());
      long nanos = Math.min(untilEnd, (most - round) * longestNanos);
      left = "at most " + text(Duration.ofNanos(nanos)) + " left";
    }
    var where = "look %d, round %d of at most %d".formatted(look, round + 1, most);
    out.println(left.isEmpty() ? where : where + ", " + left);
    out.flush();
  }

  void ended(TrialCell cell, TrialEntry entry) {
    var figures = entry.figures();
    ended(
        cell,
        entry.side(),
        figures == null
            ? "FAILED: " + entry.error()
            : String.format(Locale.ROOT, "%10.2f ms", figures.middleMillis()));
  }

  void counted(TrialCell cell, Side side, WireCount count) {
    ended(
        cell,
        side,
        String.format(Locale.ROOT, "%,d statements, %,d bytes", count.statements(), count.bytes()));
  }

  private void ended(TrialCell cell, Side side, String what) {
    out.println("  %-9s %-58s %s".formatted(side.label(), cell.key(), what));
    out.flush();
  }

  void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  private static String text(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
