package dev.ledgerload.columnar.ipc;

import java.io.Serial;

/** A stream that isn't what {@link TableEncoder} writes; the message says what is wrong with it. */
public final class CorruptStreamException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CorruptStreamException(String message) {
    super(message);
  }

  CorruptStreamException(String message, Throwable cause) {
    super(message, cause);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptStreamException(otherwise);
    }
  }
}
