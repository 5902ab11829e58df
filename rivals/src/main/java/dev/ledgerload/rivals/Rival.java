package dev.ledgerload.rivals;

import java.sql.SQLException;
import java.util.List;

/** A way to load a day, with its connection. Has a constructor that takes a {@link DayQuery}. */
interface Rival extends AutoCloseable {
  /** Classes of the libraries that do the work, by whose jars they and their versions are named. */
  List<Class<?>> libraries();

  /** Loads the day whole, as a user's program would have it. This is what is timed. */
  LoadedDay load() throws Exception;

  @Override
  void close() throws SQLException;
}
