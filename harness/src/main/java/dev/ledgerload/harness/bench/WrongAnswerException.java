package dev.ledgerload.harness.bench;

import java.io.Serial;

/** A method gave another answer than the oracle's. */
final class WrongAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  WrongAnswerException(String message) {
    super("wrong answer: " + message);
  }
}
