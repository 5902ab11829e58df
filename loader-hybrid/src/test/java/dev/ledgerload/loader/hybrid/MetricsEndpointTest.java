package dev.ledgerload.loader.hybrid;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No client keeps the metrics from the others, whatever it sends or doesn't. */
class MetricsEndpointTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void count() {
    Counter.builder().name("loads").help("Loads.").register(registry).inc();
  }

  @AfterEach
  void leavesNothingBehind() throws IOException {
    for (var client : clients) {
      client.close();
    }
    Servers.await("every thread ended", () -> Servers.loadersThreads().isEmpty());
  }

  private MetricsEndpoint start(Duration patience) {
    return MetricsEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), registry, patience);
  }

  /** A client that sends something and then no more. */
  private Socket client(MetricsEndpoint endpoint, String text) throws IOException {
    var client = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    clients.add(client);
    client.setSoTimeout((int) PATIENCE.toMillis());
    client.getOutputStream().write(text.getBytes(US_ASCII));
    return client;
  }

  private static void requireMetrics(MetricsEndpoint endpoint)
      throws IOException, InterruptedException {
    var uri =
        URI.create(
            "http://%s:%d/metrics"
                .formatted(InetAddress.getLoopbackAddress().getHostAddress(), endpoint.port()));
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("loads_total 1.0");
  }

  @Test
  void answersWhileOthersHaveSentHalfARequest() throws Exception {
    try (var endpoint = start(Duration.ofDays(1))) {
      client(endpoint, "GET /metr");
      client(endpoint, "GET /metrics HTTP/1.1\r\nHost: loc");
      client(endpoint, "");
      requireMetrics(endpoint);
      requireMetrics(endpoint);
    }
  }

  @Test
  void hangsUpOnWhoSendsHalfARequestAndNoMore() throws Exception {
    try (var endpoint = start(Duration.ofMillis(50))) {
      for (var text : List.of("GET /metr", "GET /metrics HTTP/1.1\r\nHost: loc")) {
        requireEnd(client(endpoint, text));
      }
    }
  }

  /** A server that has not read yet what it was sent resets the connection. */
  private static void requireEnd(Socket client) throws IOException {
    try {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void answersWhenMoreThanItHasThreadsForHaveSentHalfARequest() throws Exception {
    try (var endpoint = start(Duration.ofSeconds(2))) {
      for (int i = 0; i <= MetricsEndpoint.THREADS; i++) {
        client(endpoint, "GET /metr");
      }
      requireMetrics(endpoint);
    }
  }
}
