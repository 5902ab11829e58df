package dev.ledgerload.loader.hybrid;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.OptionType;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps the metrics that {@link JournalLoader} documents, until it is closed. */
final class PrometheusRecorder implements LoadRecorder, AutoCloseable {
  /*
   * The histograms have both forms that Prometheus knows: the native one, whose buckets fit
   * themselves, for those who scrape protobuf, and the classic one for the text formats. Its default
   * bounds end at 10 s and begin at 5 ms: a hit in memory and a load of millions of entries would
   * both be outside. These go from 16 µs to 17 minutes by factors of four.
   */
  private static final double FIRST_BOUND_SECONDS = 16e-6;
  private static final int BOUNDS = 14;
  private static final double NANOS_PER_SECOND = SECONDS.toNanos(1);

  private final PrometheusRegistry registry;
  private final List<Collector> registered = new ArrayList<>();

  private final Histogram loads;
  private final Histogram processings;
  private final Counter hits;
  private final Counter misses;
  private final Counter failures;
  private final Counter fills;
  private final Gauge staleness;

  /**
   * @throws IllegalArgumentException if the registry has metrics of these names already
   */
  PrometheusRecorder(PrometheusRegistry registry) {
    this.registry = registry;
    try {
      loads = histogram("data_load_seconds", "How long callers waited for a day, by who answered.");
      processings =
          histogram("data_process_seconds", "How long a loaded day was processed by its caller.");
      hits =
          counter("data_cache_hits", "Questions that a tier above the last could answer.", "tier");
      misses = counter("data_cache_misses", "Questions that such a tier could not answer.", "tier");
      failures =
          counter("data_tier_failures", "Questions that a tier failed at.", "tier", "outcome");
      fills = counter("data_cache_fills", "Days that a cache was to keep.", "tier", "outcome");
      staleness =
          registered(
              Gauge.builder()
                  .name("data_staleness_seconds")
                  .help("Age of the snapshot that a caller got last, when it got it.")
                  .labelNames("tier")
                  .register(registry));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Histogram histogram(String name, String help) {
    return registered(
        Histogram.builder()
            .name(name)
            .help(help)
            .labelNames("strategy", "tier", "outcome")
            .classicExponentialUpperBounds(FIRST_BOUND_SECONDS, 4, BOUNDS)
            .register(registry));
  }

  private Counter counter(String name, String help, String... labels) {
    return registered(
        Counter.builder().name(name).help(help).labelNames(labels).register(registry));
  }

  private <C extends Collector> C registered(C collector) {
    registered.add(collector);
    return collector;
  }

  /** Shows what can be read when it is asked for: nothing is counted on the way of a load. */
  void watch(List<Tier> tiers) {
    registered(
        GaugeWithCallback.builder()
            .name("data_circuit_state")
            .help("Whether a tier is asked: 0 it is, 1 it is being probed, 2 it is not.")
            .labelNames("tier")
            .callback(
                callback ->
                    tiers.forEach(tier -> callback.call(tier.circuit().number(), tier.name())))
            .register(registry));
    registered(
        GaugeWithCallback.builder()
            .name("data_cache_bytes")
            .help("Bytes outside the heap that the cache in this JVM holds.")
            .labelNames("tier")
            .callback(
                callback -> {
                  for (var tier : tiers) {
                    var memory = tier.memory();
                    if (memory != null) {
                      callback.call((double) memory.bytes(), tier.name());
                    }
                  }
                })
            .register(registry));
  }

  @Override
  public void loaded(String tier, long elapsedNanos, Duration age) {
    observe(loads, tier, "ok", elapsedNanos);
    staleness.labelValues(tier).set(Math.max(0, age.toNanos() / NANOS_PER_SECOND));
  }

  @Override
  public void failed(Kind kind, long elapsedNanos) {
    observe(loads, "none", OptionType.word(kind), elapsedNanos);
  }

  @Override
  public void processed(String tier, boolean completed, long elapsedNanos) {
    observe(processings, tier, completed ? "ok" : "failed", elapsedNanos);
  }

  private static void observe(Histogram histogram, String tier, String outcome, long elapsedNanos) {
    histogram
        .labelValues(HybridSourceProvider.STRATEGY, tier, outcome)
        .observe(elapsedNanos / NANOS_PER_SECOND);
  }

  @Override
  public void hit(String tier) {
    hits.labelValues(tier).inc();
  }

  @Override
  public void miss(String tier) {
    misses.labelValues(tier).inc();
  }

  @Override
  public void tierFailed(String tier, Kind kind) {
    failures.labelValues(tier, OptionType.word(kind)).inc();
  }

  @Override
  public void filled(String tier, Fill fill) {
    fills.labelValues(tier, OptionType.word(fill)).inc();
  }

  /** Takes the metrics out of the registry. */
  @Override
  public void close() {
    registered.forEach(registry::unregister);
    registered.clear();
  }
}
