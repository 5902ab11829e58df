package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/** A way to have the database rank a day's groups. */
interface Ranking {
  /**
   * The query, ready to be asked; gives place, keys, sums and number of entries. Changes settings
   * for the rest of the transaction only.
   *
   * @param journal described in this transaction
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED} if what it needs
   *     isn't installed
   */
  String prepare(Connection connection, GroupsSql journal, LocalDate day) throws SQLException;
}
