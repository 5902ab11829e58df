package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** A way to have the database rank a day's groups. */
interface Ranking {
  /**
   * The answer: place, keys, sums and number of entries; closing it closes its statement. Changes
   * settings for the rest of the transaction only.
   *
   * @param journal described in this transaction
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED} if what it needs
   *     isn't installed
   */
  ResultSet rank(Connection connection, GroupsSql journal, LocalDate day) throws SQLException;

  /** The answer to a statement whose one parameter is the day. */
  static ResultSet call(Connection connection, String sql, LocalDate day) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setObject(1, day);
      statement.closeOnCompletion();
      return statement.executeQuery();
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** The answer to a statement as it is: what the schema says in SQL may hold question marks. */
  static ResultSet ask(Connection connection, String sql) throws SQLException {
    var statement = connection.createStatement();
    try {
      statement.setEscapeProcessing(false);
      statement.closeOnCompletion();
      return statement.executeQuery(sql);
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
