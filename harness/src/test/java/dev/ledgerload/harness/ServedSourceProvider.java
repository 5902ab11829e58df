package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A strategy that loads by another, once a server of its own has answered. */
public final class ServedSourceProvider implements JournalSourceProvider, JournalServerProvider {
  static final String STRATEGY = "served";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("with-leave", Map.of(), "with a server's leave"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var url = URI.create(config.options().getOrDefault("url", "none"));
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      if (socket.getInputStream().read() != 'y') {
        throw new IOException("it gave no leave");
      }
    } catch (IOException e) {
      throw new JournalLoadException(
          JournalLoadException.Kind.UNAVAILABLE, STRATEGY, "asking " + url, e);
    }
    return JournalSources.provider("copy").open(config.withOptions(Map.of()));
  }

  @Override
  public JournalServer start(SourceConfig config) {
    try {
      return new Server(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new JournalLoadException(
          JournalLoadException.Kind.UNAVAILABLE, STRATEGY, "listening", e);
    }
  }

  private static final class Server implements JournalServer {
    private final ServerSocket socket;
    private final CountDownLatch end = new CountDownLatch(1);

    Server(ServerSocket socket) {
      this.socket = socket;
      var thread = new Thread(this::answer, "served");
      thread.setDaemon(true);
      thread.start();
    }

    private void answer() {
      while (true) {
        try (var client = socket.accept()) {
          client.getOutputStream().write('y');
        } catch (IOException e) {
          if (socket.isClosed()) {
            return;
          }
        }
      }
    }

    @Override
    public String url() {
      return "tcp://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      end.await();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // it takes nobody more either way
      }
      end.countDown();
    }
  }
}
