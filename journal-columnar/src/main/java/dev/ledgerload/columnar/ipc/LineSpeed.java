package dev.ledgerload.columnar.ipc;

/** Which buffers are worth compressing, by the line that they are to come over. */
public enum LineSpeed {
  /*
   * A buffer pays by the time that its saved bytes would take to come, and costs what it takes to
   * decompress. Amounts and the booking day are long repeats: most of them is saved, quickly. Ids
   * and codes are short ones: little is saved, slowly, and only a slow line makes up for that.
   */
  /** One that takes some gigabits a second: what becomes much smaller. */
  QUICK(40),
  /** A slower one: all but what hardly becomes smaller. */
  SLOW(90);

  private final int keptPercent;

  LineSpeed(int keptPercent) {
    this.keptPercent = keptPercent;
  }

  /** A buffer is compressed only if it becomes smaller than this. */
  int keptPercent() {
    return keptPercent;
  }
}
