package dev.ledgerload.processing;

import java.io.Serial;

/**
 * A processing that did not complete, and left no memory behind.
 *
 * <p>The message names the processor and why it ended.
 */
public final class TotalsProcessingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TotalsProcessingException(String processor, String why, Throwable cause) {
    super(processor + ": " + why, cause);
  }
}
