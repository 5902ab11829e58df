package dev.ledgerload.loader.redis;

import java.io.Serial;

/** Redis answered, and doesn't hold what it was asked for, or what it was given. */
final class MissException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MissException(String why) {
    super(why, null, false, false); // nothing went wrong: no stack trace
  }
}
