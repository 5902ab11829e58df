package dev.ledgerload.postgres;

import java.io.Serial;
import java.net.SocketTimeoutException;

/** The server sent nothing for as long as the driver waits. */
final class SilenceException extends SocketTimeoutException {
  @Serial private static final long serialVersionUID = 1L;

  SilenceException(int millis) {
    super(
        "the server sent nothing for %,d ms, the limit set by socketTimeout in the URL"
            .formatted(millis));
  }
}
