package dev.ledgerload.loader.redis;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A day whose manifest or chunks aren't what was written, or aren't all there any more. */
final class DamagedDayException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String writeId;

  /**
   * @param writeId what the manifest's field {@code write} holds
   * @param what what is wrong
   */
  DamagedDayException(String writeId, String what, @Nullable Throwable cause) {
    super(what, cause);
    this.writeId = writeId;
  }

  String writeId() {
    return writeId;
  }
}
