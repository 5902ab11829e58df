package dev.ledgerload.postgres;

import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/**
 * The driver's own way to TLS, of whose socket a {@link WireSocket} beneath gives the driver what
 * was decrypted. Public only because the driver makes the factory by its name.
 */
public final class TlsFactory extends LibPQFactory {
  /** Called by the driver. */
  public TlsFactory(Properties settings) throws PSQLException {
    super(settings);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    var wire = (WireSocket) socket;
    wire.beginTls();
    return new TlsSocket((SSLSocket) super.createSocket(socket, host, port, autoClose), wire);
  }

  /**
   * What a connection failed by: of a factory that can't be made, as for a certificate that isn't
   * there, the driver says no more than that, and this says why.
   */
  static SQLException reason(SQLException failure) {
    if (!String.valueOf(failure.getMessage()).contains(TlsFactory.class.getName())) {
      return failure;
    }
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException reason) {
        return reason;
      }
    }
    return failure;
  }
}
