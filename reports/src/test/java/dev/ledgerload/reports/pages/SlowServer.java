package dev.ledgerload.reports.pages;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Gives a page as a slow line does: the browser draws it many times before it has all of it. */
final class SlowServer implements AutoCloseable {
  private static final int STEP_BYTES = 2_000;

  /** What is further down than a window is tall needs no slowness: nobody sees it move. */
  private static final int SLOW_BYTES = 200_000;

  private final HttpServer server;
  private final byte[] page;

  SlowServer(Path file) throws IOException {
    page = Files.readAllBytes(file);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    var address = server.getAddress();
    return "http://%s:%d/report.html".formatted(address.getHostString(), address.getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    try (var body = exchange.getResponseBody()) {
      int sent = 0;
      while (sent < Math.min(SLOW_BYTES, page.length - STEP_BYTES)) {
        body.write(page, sent, STEP_BYTES);
        body.flush();
        sent += STEP_BYTES;
        LockSupport.parkNanos(MILLISECONDS.toNanos(10));
      }
      body.write(page, sent, page.length - sent);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
