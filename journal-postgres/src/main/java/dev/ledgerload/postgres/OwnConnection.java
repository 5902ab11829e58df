package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;

/** A connection made by a URL, over a socket that is read past the driver. */
final class OwnConnection extends SessionConnection {
  private final WireSocket socket;
  private final List<String> transactionSettings;
  private final boolean looksForItsClient;

  private OwnConnection(
      BaseConnection driver,
      WireSocket socket,
      List<String> transactionSettings,
      boolean looksForItsClient) {
    super(driver);
    this.socket = socket;
    this.transactionSettings = transactionSettings;
    this.looksForItsClient = looksForItsClient;
  }

  /**
   * Connects.
   *
   * @param limit how long at the most, if there is more time
   * @param driverSettings where the driver isn't to do as it does by default
   */
  static OwnConnection connect(
      String strategy,
      PostgresUrl url,
      Map<PGProperty, String> driverSettings,
      Deadline deadline,
      Duration limit)
      throws SQLException {
    var settings = PostgresDriver.settings(url);
    if (PGProperty.SOCKET_FACTORY.isPresent(settings)) {
      throw new JournalLoadException(
          UNSUPPORTED,
          strategy,
          "connecting to %s: ledgerload reads from a socket of its own: take socketFactory out of the URL"
              .formatted(url.redacted()));
    }
    var ticket = WireSocketFactory.nextTicket(deadline);
    var properties = new Properties();
    PGProperty.SOCKET_FACTORY.set(properties, WireSocketFactory.class.getName());
    PGProperty.SOCKET_FACTORY_ARG.set(properties, ticket);
    PGProperty.SSL_FACTORY.set(
        properties, TlsFactory.class.getName()); // unless the URL has its own
    PGProperty.APPLICATION_NAME.set(properties, "ledgerload-" + strategy);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, (int) CLEAN_UP_LIMIT.toSeconds());
    driverSettings.forEach((property, value) -> property.set(properties, value));
    PGProperty.CONNECT_TIMEOUT.set(
        properties, (int) Math.max(1, Math.min(limit.toSeconds(), deadline.left().toSeconds())));
    Connection opened;
    WireSocket socket;
    try {
      opened = PostgresDriver.connect(url, properties);
    } catch (SQLException e) {
      throw TlsFactory.reason(e);
    } finally {
      socket = WireSocketFactory.claim(ticket);
    }
    try {
      var transactionSettings = TransactionSettings.of(opened, settings);
      boolean looksForItsClient = canLookForItsClient(opened);
      opened.setAutoCommit(false);
      return new OwnConnection(
          opened.unwrap(BaseConnection.class),
          requireNonNull(socket, "the driver's socket"),
          transactionSettings,
          looksForItsClient);
    } catch (SQLException e) {
      abort(opened);
      throw e;
    }
  }

  @Override
  List<String> transactionSettings() {
    return transactionSettings;
  }

  @Override
  boolean looksForItsClient() {
    return looksForItsClient;
  }

  @Override
  void setDeadline(Deadline deadline) {
    socket.setDeadline(deadline);
  }

  @Override
  CopyStream copy(String sql, Deadline deadline) throws SQLException {
    if (socket.isOnlyTheDrivers()) {
      return DriverRows.copy(driver(), sql, deadline);
    }
    var buffer = socket.beginCopy();
    return new CopyStream(driver().getCopyAPI().copyOut(sql), buffer, deadline);
  }

  @Override
  boolean isReadPastDriver() {
    return socket.isCopying();
  }

  /** The socket throws it itself. */
  @Override
  Optional<IOException> ended() {
    return Optional.empty();
  }

  @Override
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that can't be closed has no reader left to free.
    }
  }

  @Override
  void cancel() {
    try {
      driver().getQueryExecutor().sendQueryCancel();
    } catch (SQLException e) {
      // As said.
    }
  }

  @Override
  void drop() {
    abort(driver());
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It was closed already.
    }
  }

  @Override
  void close() {
    setDeadline(Deadline.after(CLEAN_UP_LIMIT));
    try {
      driver().close();
    } catch (SQLException e) {
      drop();
    }
  }
}
