package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.JOURNAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.TableDigest;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loader for production: what it does with its configuration, and what it measures. */
class JournalLoaderTest {
  private static final JournalQuery QUERY =
      JournalQuery.entriesForTotals(JOURNAL.parameters().day(0));

  private final RootAllocator allocator = new RootAllocator();
  private final PrometheusRegistry registry = new PrometheusRegistry();

  @AfterEach
  void leavesNothingBehind() {
    assertThat(registry.scrape()).isEmpty();
    Servers.requireNothingLeft(allocator);
  }

  private static LoaderConfigurationBuilder configuration() {
    return LoaderConfiguration.builder(Servers.postgres());
  }

  private JournalLoader open(LoaderConfigurationBuilder configuration) {
    return JournalLoader.open(configuration.build(), allocator, registry);
  }

  private static void requireWhole(JournalTable table) {
    assertThat(TableDigest.of(table))
        .isEqualTo(JOURNAL.oracle().digest(table.day(), table.columns()));
  }

  private MetricSnapshot metric(String name) {
    return registry.scrape().stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  private long observations(String name, String tier, String outcome) {
    return ((HistogramSnapshot) metric(name))
        .getDataPoints().stream()
            .filter(
                point ->
                    point
                        .getLabels()
                        .equals(Labels.of("strategy", "hybrid", "tier", tier, "outcome", outcome)))
            .mapToLong(point -> point.getCount())
            .sum();
  }

  private double count(String name, String... labels) {
    return ((CounterSnapshot) metric(name))
        .getDataPoints().stream()
            .filter(point -> point.getLabels().equals(Labels.of(labels)))
            .mapToDouble(point -> point.getValue())
            .sum();
  }

  private double gauge(String name, String tier) {
    return ((GaugeSnapshot) metric(name))
        .getDataPoints().stream()
            .filter(point -> point.getLabels().equals(Labels.of("tier", tier)))
            .mapToDouble(point -> point.getValue())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no %s of %s".formatted(name, tier)));
  }

  @Test
  void loadsFromTheDatabaseThenFromMemory() {
    try (var loader = open(configuration())) {
      assertThat(loader.strategy()).isEqualTo("hybrid");
      assertThat(loader.grains()).contains(Grain.ENTRY);
      for (int i = 0; i < 3; i++) {
        try (var table = loader.load(QUERY)) {
          requireWhole(table);
        }
      }
      assertThat(observations("data_load_seconds", "copy", "ok")).isEqualTo(1);
      assertThat(observations("data_load_seconds", "memory", "ok")).isEqualTo(2);
      assertThat(count("data_cache_hits", "tier", "memory")).isEqualTo(2);
      assertThat(count("data_cache_misses", "tier", "memory")).isEqualTo(1);
      assertThat(count("data_cache_fills", "outcome", "kept", "tier", "memory")).isEqualTo(1);
      assertThat(gauge("data_cache_bytes", "memory")).isPositive();
      assertThat(gauge("data_circuit_state", "memory")).isZero();
      assertThat(gauge("data_staleness_seconds", "memory")).isBetween(0.0, 600.0);
    }
  }

  @Test
  void loadsFromTheDatabaseEachTimeWithoutCaches() {
    try (var loader = open(configuration().enableCache(false))) {
      loader.load(QUERY).close();
      loader.load(QUERY).close();
      assertThat(observations("data_load_seconds", "copy", "ok")).isEqualTo(2);
    }
  }

  @Test
  void measuresWhatIsDoneWithADay() {
    try (var loader = open(configuration())) {
      assertThat(loader.<Long>process(QUERY, JournalTable::rows))
          .isEqualTo(JOURNAL.oracle().rows(QUERY.day()));
      assertThatThrownBy(
              () ->
                  loader.process(
                      QUERY,
                      table -> {
                        throw new ArithmeticException("too big a sum");
                      }))
          .isInstanceOf(ArithmeticException.class);
      assertThat(observations("data_process_seconds", "copy", "ok")).isEqualTo(1);
      assertThat(observations("data_process_seconds", "memory", "failed")).isEqualTo(1);
    }
  }

  @Test
  void countsFailuresByTheirKind() {
    var nowhere = configuration().schema(JournalSchema.GL_ENTRIES.withTable("no_such_table"));
    try (var loader = open(nowhere)) {
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> loader.load(QUERY).close());
      assertThat(failure).hasMessageContaining("no_such_table");
      assertThat(observations("data_load_seconds", "none", "unsupported")).isEqualTo(1);
      assertThat(count("data_tier_failures", "outcome", "unsupported", "tier", "copy"))
          .isEqualTo(1);
    }
  }

  @Test
  void forgetsADayWhenAsked() {
    try (var loader = open(configuration())) {
      loader.load(QUERY).close();
      loader.invalidate(QUERY.day());
      assertThat(gauge("data_cache_bytes", "memory")).isZero();
      loader.load(QUERY).close();
      assertThat(observations("data_load_seconds", "copy", "ok")).isEqualTo(2);
    }
  }

  @Test
  void keepsNoMoreThanItMay() {
    try (var loader = open(configuration().memoryMaxBytes(1))) {
      loader.load(QUERY).close();
      assertThat(gauge("data_cache_bytes", "memory")).isZero();
      assertThat(count("data_cache_fills", "outcome", "refused", "tier", "memory")).isEqualTo(1);
      // The thread that loaded it gives up its own handle after it has handed one over.
      Servers.await("nothing held", () -> allocator.getAllocatedMemory() == 0);
    }
  }

  @Test
  void showsItsMetricsByHttp() throws IOException, InterruptedException {
    try (var loader = open(configuration().metricsAddress("localhost:0"))) {
      loader.process(QUERY, JournalTable::rows);
      var uri = URI.create("http://localhost:%d/metrics".formatted(loader.metricsPort()));
      var answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains(
              "data_load_seconds_count{outcome=\"ok\",strategy=\"hybrid\",tier=\"copy\"} 1",
              "data_process_seconds_bucket{",
              "data_circuit_state{tier=\"copy\"} 0");
    }
  }

  @Test
  void refusesAnAddressThatIsTaken() throws IOException {
    try (var taken = new ServerSocket(0)) {
      var address = "0.0.0.0:" + taken.getLocalPort();
      assertThatThrownBy(() -> open(configuration().metricsAddress(address)).close())
          .isInstanceOf(java.io.UncheckedIOException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void leavesARegistryThatHasALoaderAlone() {
    try (var loader = open(configuration())) {
      assertThatThrownBy(() -> open(configuration()).close())
          .isInstanceOf(IllegalArgumentException.class);
      loader.load(QUERY).close();
      assertThat(observations("data_load_seconds", "copy", "ok")).isEqualTo(1);
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    var loader = open(configuration());
    loader.close();
    loader.close();
    assertThatThrownBy(() -> loader.load(QUERY).close()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loader.invalidate(QUERY.day()))
        .isInstanceOf(IllegalStateException.class);
  }
}
