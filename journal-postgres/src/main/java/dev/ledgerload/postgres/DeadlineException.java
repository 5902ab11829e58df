package dev.ledgerload.postgres;

import java.io.IOException;
import java.io.Serial;

/**
 * A read was still waiting when its deadline passed. Not a {@link java.net.SocketTimeoutException},
 * which the driver takes for a pause and reads on.
 */
final class DeadlineException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  DeadlineException() {
    super("the deadline passed");
  }
}
