package dev.ledgerload.harness.bench;

import org.jspecify.annotations.Nullable;

/** What has its turn in the rounds: a cell, or a rival. */
interface Turn {
  /** What it is called. */
  String label();

  /** The entries of the day that it loads. */
  long rows();

  /** How many forks it has. */
  int forks();

  /** Runs one fork. */
  void take();

  /** What came of it so far, for people; null if nothing did. */
  @Nullable String outcome();
}
