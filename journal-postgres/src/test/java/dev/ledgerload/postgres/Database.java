package dev.ledgerload.postgres;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/** The server that this module's tests share, and what they do there beside the sessions. */
final class Database {
  static final String SCHEMA = "ledgerload_postgres_test";

  private static final JournalTestbed TESTBED = JournalTestbed.start(); // ends with the JVM

  private Database() {}

  static PostgresUrl url() {
    return TESTBED.postgresUrl();
  }

  /** The address with a further parameter. */
  static PostgresUrl url(String parameter) {
    return new PostgresUrl(url().jdbcUrl() + "&" + parameter);
  }

  static void makeSchema() throws SQLException {
    execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE", "CREATE SCHEMA " + SCHEMA);
  }

  static void dropSchema() throws SQLException {
    execute("DROP SCHEMA " + SCHEMA + " CASCADE");
  }

  /** Does statements on a connection of its own, each committed. */
  static void execute(String... statements) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String ask(String sql) throws SQLException {
    try (var connection = connect()) {
      return ask(connection, sql);
    }
  }

  static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return Objects.requireNonNull(rows.getString(1));
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(url().jdbcUrl());
  }
}
