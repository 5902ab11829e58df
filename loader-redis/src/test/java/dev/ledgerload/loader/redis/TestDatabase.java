package dev.ledgerload.loader.redis;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database of this module's tests, with an empty journal, and users of it. */
final class TestDatabase {
  private static final String UNIQUE = UUID.randomUUID().toString().substring(0, 8);
  private static final String NAME = "ledgerload_redis_" + UNIQUE;
  private static final String PASSWORD = "only-for-tests";
  private static final List<String> ROLES = new ArrayList<>();

  private TestDatabase() {}

  /** Made once, when it is first needed. */
  private static final class Shared {
    static final JournalTestbed TESTBED = create();
  }

  private static JournalTestbed create() {
    var testbed = JournalTestbed.start();
    execute(testbed.postgresUrl(), "CREATE DATABASE " + NAME);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(testbed)));
    execute(
        in(testbed.postgresUrl(), ""),
        """
        CREATE TABLE gl_entries (id bigint, trx_date date, acc_debit text, acc_credit text,
          amount numeric(18,2), t_1 text, t_2 text, t_3 text, t_4 text, t_5 text)""");
    return testbed;
  }

  private static void drop(JournalTestbed testbed) {
    if (testbed.provider().equals("url")) { // others go with the testbed
      execute(testbed.postgresUrl(), "DROP DATABASE %s WITH (FORCE)".formatted(NAME));
      ROLES.forEach(role -> execute(testbed.postgresUrl(), "DROP ROLE " + role));
    }
  }

  /** The way in with all rights. */
  static PostgresUrl url() {
    return in(Shared.TESTBED.postgresUrl(), "");
  }

  /** The way in as another user. */
  static PostgresUrl urlOf(String role, String... parameters) {
    var more = new StringBuilder("user=%s&password=%s".formatted(role, PASSWORD));
    for (var parameter : parameters) {
      more.append('&').append(parameter);
    }
    return in(Shared.TESTBED.postgresUrl(), more.toString());
  }

  /** The database of a URL is another, and so are its parameters if there are any. */
  private static PostgresUrl in(PostgresUrl server, String parameters) {
    var at = address(server);
    return new PostgresUrl(
        "jdbc:postgresql://%s:%d/%s?%s"
            .formatted(
                at.getHost(),
                port(at),
                NAME,
                parameters.isEmpty() ? at.getRawQuery() : parameters));
  }

  private static URI address(PostgresUrl url) {
    return URI.create(url.jdbcUrl().substring("jdbc:".length()));
  }

  private static int port(URI address) {
    return address.getPort() < 0 ? 5432 : address.getPort();
  }

  static TcpProxy proxy() {
    var at = address(Shared.TESTBED.postgresUrl());
    try {
      return new TcpProxy(at.getHost(), port(at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The way in with all rights, through a proxy. */
  static PostgresUrl urlVia(TcpProxy proxy) {
    var at = address(url());
    return new PostgresUrl(
        url()
            .jdbcUrl()
            .replace(
                "//%s:%d/".formatted(at.getHost(), port(at)),
                "//127.0.0.1:%d/".formatted(proxy.port())));
  }

  /** A new user that may log in; its name is unique on the server. */
  static String role(String name) {
    var role = name + "_" + UNIQUE;
    execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
    ROLES.add(role);
    return role;
  }

  static void execute(String... statements) {
    execute(url(), statements);
  }

  private static void execute(PostgresUrl url, String... statements) {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test's own SQL failed: " + e.getMessage(), e);
    }
  }
}
