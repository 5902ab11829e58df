package dev.ledgerload.loader.indb;

import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;

/** A way to have the database rank a day's account pairs. */
interface Ranking {
  /**
   * The statement, ready to be executed; gives rank, debit account, credit account, sum and number
   * of entries. Changes settings for the rest of the transaction only.
   *
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED} if what it needs
   *     isn't installed
   */
  PreparedStatement prepare(Connection connection, JournalSchema schema, LocalDate day)
      throws SQLException;

  /** A statement whose one parameter is the day. */
  static PreparedStatement of(LocalDate day, Connection connection, String sql)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    try {
      statement.setObject(1, day);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
