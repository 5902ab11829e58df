package dev.ledgerload.harness.bench;

import java.io.Serial;

/** A method gave another answer than the oracle's. */
final class WrongAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** How every message begins. */
  static final String BEGINNING = "wrong answer: ";

  WrongAnswerException(String message) {
    super(BEGINNING + message);
  }
}
