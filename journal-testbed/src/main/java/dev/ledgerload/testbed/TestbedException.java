package dev.ledgerload.testbed;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A testbed or a journal in it that could not be made ready. The message says what was tried and
 * what to do about it, and never holds a password.
 */
public final class TestbedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TestbedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  TestbedException(String message) {
    this(message, null);
  }
}
