package dev.ledgerload.columnar;

import java.io.Serial;

/** A value that the journal's schema forbids. The message says which, where and why. */
public class CorruptValueException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** A value refused, or a row that can't be read. */
  public CorruptValueException(String message) {
    super(message);
  }
}
