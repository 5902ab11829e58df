package dev.ledgerload.reports.gate;

/**
 * A figure that needs no statistics, or hardly any.
 *
 * @param figure {@code rows}, {@code table bytes}, {@code allocated bytes per entry}, {@code
 *     statements} or {@code bytes on the wire}
 * @param baseline its middle value in the baseline's trials
 * @param candidate its middle value in the candidate's
 * @param spread how far apart a side's trials lie, as a share of the baseline's middle: the larger
 *     of the two sides'; 0 if the figure is exact
 * @param judged whether there were enough trials to judge it
 * @param worse whether it fails the cell
 */
public record ExactFinding(
    String figure,
    double baseline,
    double candidate,
    double spread,
    boolean judged,
    boolean worse) {

  /** By how much the candidate's is more, as a share. */
  public double change() {
    return baseline == candidate ? 0 : candidate / baseline - 1; // infinite if there was none
  }
}
