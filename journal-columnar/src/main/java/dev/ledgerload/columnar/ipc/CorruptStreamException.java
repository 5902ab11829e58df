package dev.ledgerload.columnar.ipc;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What was received isn't what it must be; the message says what is wrong with it. */
public final class CorruptStreamException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CorruptStreamException(String message) {
    super(message);
  }

  public CorruptStreamException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptStreamException(otherwise);
    }
  }
}
