package dev.ledgerload.loader.flight;

import java.io.Serial;

/** What a server sent is not a day, or not the one that was asked for. */
final class BrokenStreamException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BrokenStreamException(String message) {
    super(message);
  }

  BrokenStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
