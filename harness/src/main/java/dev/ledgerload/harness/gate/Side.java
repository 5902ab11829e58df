package dev.ledgerload.harness.gate;

/** One of the two builds. */
enum Side {
  BASELINE,
  CANDIDATE;

  /** For people. */
  String label() {
    return this == BASELINE ? "baseline" : "candidate";
  }
}
