package dev.ledgerload.postgres;

import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A way to the server that can be shut. */
final class Gate implements AutoCloseable {
  private static final Pattern AUTHORITY = Pattern.compile("//[^/?]+");

  private final ServerSocket entrance;
  private final URI server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean shut;

  Gate() throws IOException {
    server = URI.create(Database.url().jdbcUrl().substring("jdbc:".length()));
    entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::admit);
  }

  /** The database's address by way of this gate. */
  PostgresUrl url(String parameter) {
    var there = "//127.0.0.1:" + entrance.getLocalPort();
    return new PostgresUrl(
        AUTHORITY.matcher(Database.url().jdbcUrl()).replaceFirst(there) + "&" + parameter);
  }

  /** Cuts all connections; new ones are made, but nobody answers. */
  void shut() throws IOException {
    shut = true;
    cut();
  }

  void cut() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  private void admit() throws IOException {
    while (true) {
      var client = entrance.accept();
      sockets.add(client);
      if (!shut) {
        var onward = new Socket(server.getHost(), server.getPort());
        sockets.add(onward);
        start(() -> forward(client.getInputStream(), onward.getOutputStream()));
        start(() -> forward(onward.getInputStream(), client.getOutputStream()));
      }
    }
  }

  private static void forward(InputStream from, OutputStream to) throws IOException {
    try (to) {
      from.transferTo(to);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // cut: that's what a gate is for
              }
            },
            "gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
