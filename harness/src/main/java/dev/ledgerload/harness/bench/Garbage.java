package dev.ledgerload.harness.bench;

/** What earlier operations left on the heap. */
final class Garbage {
  private Garbage() {}

  /**
   * Before each operation, so that none pays for those before it. JMH can do so too, and then waits
   * half a second each time, which was half of a run.
   */
  static void collect() {
    System.gc();
  }
}
