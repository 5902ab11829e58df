package dev.ledgerload.loader.hybrid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** Shows a registry's metrics to who asks for {@code /metrics} by HTTP. */
final class MetricsEndpoint implements AutoCloseable {
  /*
   * The JDK's own server, on its one dispatcher thread: a scrape comes every few seconds from one
   * place. Prometheus' exporter module would be the other way; it is not published in the version of
   * the client that is used here, and does the same with more.
   */
  private static final int BACKLOG = 16;

  private final HttpServer server;

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * @throws UncheckedIOException if the address can't be listened at
   */
  static MetricsEndpoint start(InetSocketAddress address, PrometheusRegistry registry) {
    var formats = ExpositionFormats.init();
    try {
      var server = HttpServer.create(address, BACKLOG);
      server.createContext("/metrics", exchange -> answer(exchange, formats, registry));
      server.start();
      return new MetricsEndpoint(server);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the metrics can't be shown at %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static void answer(
      HttpExchange exchange, ExpositionFormats formats, PrometheusRegistry registry)
      throws IOException {
    try (exchange) {
      var writer = formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
      var body = new ByteArrayOutputStream();
      writer.write(body, registry.scrape());
      exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
      exchange.sendResponseHeaders(200, body.size());
      body.writeTo(exchange.getResponseBody());
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
