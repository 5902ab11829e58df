package dev.ledgerload.harness.setup;

import java.io.Serial;

/** A run was told to end before it had results. */
public final class InterruptedRunException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param left what is left of it
   */
  public InterruptedRunException(String left) {
    super("interrupted: " + left);
  }
}
