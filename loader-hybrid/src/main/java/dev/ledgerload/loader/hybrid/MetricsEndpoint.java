package dev.ledgerload.loader.hybrid;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ledgerload.cache.Threads;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;

/** Shows a registry's metrics to who asks for {@code /metrics} by HTTP. */
final class MetricsEndpoint implements AutoCloseable {
  /*
   * The JDK's own server: a scrape comes every few seconds from one place. Prometheus' exporter
   * module would be the other way; it is not published in the version of the client that is used
   * here, and does the same with more.
   *
   * The server reads a request and writes the answer on a thread of the executor it is given (by
   * default its only one), and waits there for a client as long as that takes. So there are some
   * threads, and each exchange has its time: then its thread is interrupted, which closes the
   * connection. The server's own limits (sun.net.httpserver.maxReqTime) are properties of the whole
   * JVM, which is the application's.
   */
  private static final int BACKLOG = 16;

  static final int THREADS = 8;

  /** As long as Prometheus waits by default. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long END_SECONDS = 30;

  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsEndpoint(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * @throws UncheckedIOException if the address can't be listened at
   */
  static MetricsEndpoint start(InetSocketAddress address, PrometheusRegistry registry) {
    return start(address, registry, PATIENCE);
  }

  /**
   * @param patience how long a client has for its request and for taking the answer
   */
  static MetricsEndpoint start(
      InetSocketAddress address, PrometheusRegistry registry, Duration patience) {
    var formats = ExpositionFormats.init();
    try {
      var server = HttpServer.create(address, BACKLOG);
      server.createContext("/metrics", exchange -> answer(exchange, formats, registry));
      var threads = Threads.pool("ledgerload-metrics-", THREADS);
      server.setExecutor(exchange -> threads.execute(() -> runWithin(patience, exchange)));
      server.start();
      return new MetricsEndpoint(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the metrics can't be shown at %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static void runWithin(Duration patience, Runnable exchange) {
    var run = new FutureTask<Void>(exchange, null);
    Executor whenOver =
        CompletableFuture.delayedExecutor(patience.toNanos(), NANOSECONDS, Runnable::run);
    whenOver.execute(() -> run.cancel(true));
    run.run();
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
    threads.shutdownNow();
    Threads.awaitEnd(threads, END_SECONDS);
  }
}
