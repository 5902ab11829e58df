package dev.ledgerload.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a database without an answer to anything else: several are asked in one
 * round trip, see {@link PostgresSession#inSnapshotAsking}. Those that are equal have the same
 * answer within a snapshot.
 *
 * @param <T> the answer
 */
public interface Question<T> {

  /** One statement that gives rows, without parameters. */
  String sql(Literals literals) throws SQLException;

  /** What the rows say. */
  T answer(ResultSet rows) throws SQLException;

  /** Writes texts into statements, as the session reads them. */
  interface Literals {
    /** A text, or NULL, as SQL. */
    String of(@Nullable String text) throws SQLException;
  }
}
