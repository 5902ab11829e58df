package dev.ledgerload.postgres;

import java.io.Serial;
import java.sql.SQLException;

/** A DataSource gave no connection: its pool is exhausted, or the server can't be reached. */
public final class NoConnectionException extends SQLException {
  @Serial private static final long serialVersionUID = 1L;

  NoConnectionException(SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause);
  }
}
