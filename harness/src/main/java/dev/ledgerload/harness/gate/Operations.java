package dev.ledgerload.harness.gate;

import dev.ledgerload.reports.gate.TrialFigures;
import java.util.List;

/**
 * How many operations a trial measures: as many as a pair's share of the time allows, within
 * bounds.
 *
 * @param least what a cell's first pair measures, from which its time is known; at least 1
 * @param most what no trial exceeds; at least {@code least}
 */
public record Operations(int least, int most) {
  /*
   * A pair's figure is a middle of its operations' ratios, and nearly all of its noise is theirs:
   * two JVMs of one build hardly differ. So time is better spent on operations than on JVMs, whose
   * start costs five seconds a pair, once there are pairs enough to know their spread well.
   */

  /** The bounds unless someone says otherwise. */
  public static final Operations DEFAULT = new Operations(15, 100);

  /** From about as many pairs on, the spread is known so well that more of them gain little. */
  private static final int PAIRS = 20;

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public Operations {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("--measurements must be at least 1");
    }
  }

  /** The same number in all trials. */
  public static Operations exactly(int number) {
    return new Operations(number, number);
  }

  /** The share of a look's time that belongs to each of the pairs that it should have. */
  static double pairSeconds(double lookSeconds, int cells) {
    return lookSeconds / (cells * (double) PAIRS);
  }

  /**
   * How many operations of a trial fit into a pair's share; {@link #least} as long as the cell has
   * no pair.
   *
   * @param first what the trials of the cell's first pair gave; empty if it has none
   * @param elapsedSeconds of that pair, JVMs and all
   * @param pairSeconds the share
   */
  int fitting(List<TrialFigures> first, double elapsedSeconds, double pairSeconds) {
    double measuredSeconds = 0;
    double turnSeconds = 0; // an operation of each side
    for (var trial : first) {
      measuredSeconds += trial.millis().stream().mapToDouble(Double::doubleValue).sum() / 1e3;
      turnSeconds += trial.middleMillis() / 1e3;
    }
    double startSeconds = elapsedSeconds - measuredSeconds;
    double fitting = turnSeconds == 0 ? least : (pairSeconds - startSeconds) / turnSeconds;
    return (int) Math.max(least, Math.min(most, fitting));
  }
}
