package dev.ledgerload.harness.rivals;

/** A rival can't be measured here; the message says why, and what would help. */
final class RivalAbsentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RivalAbsentException(String message) {
    super(message);
  }
}
