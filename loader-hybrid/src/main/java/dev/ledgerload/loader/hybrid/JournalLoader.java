package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.OptionType;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Loads days for an application: the strategy {@code hybrid}, configured and measured. Thread-safe.
 *
 * <pre>{@code
 * try (var allocator = new RootAllocator();
 *     var loader =
 *         JournalLoader.open(
 *             LoaderConfiguration.fromEnvironment(System.getenv()), allocator, registry)) {
 *   var totals = loader.process(JournalQuery.entriesForTotals(day), processor::process);
 * }
 * }</pre>
 *
 * <p>Metrics, of which the first two are histograms in seconds:
 *
 * <ul>
 *   <li>{@code data_load_seconds} by {@code strategy}, {@code tier} and {@code outcome}: how long a
 *       caller waited. {@code tier} is the one that had the day, {@code none} if none did; {@code
 *       outcome} is {@code ok} or a {@link JournalLoadException.Kind} in lower case.
 *   <li>{@code data_process_seconds} by the same: how long {@link #process} spent on a loaded day;
 *       {@code outcome} is {@code ok} or {@code failed}.
 *   <li>{@code data_cache_hits_total} and {@code data_cache_misses_total} by {@code tier}: what
 *       became of the questions to a tier above the last.
 *   <li>{@code data_cache_fills_total} by {@code tier} and {@code outcome}: days that a cache was
 *       to keep, and {@code kept}, {@code refused} (for it has a newer snapshot, or no room),
 *       {@code failed} to keep or {@code dropped}.
 *   <li>{@code data_tier_failures_total} by {@code tier} and {@code outcome}: failures of a tier,
 *       whoever answered in the end.
 *   <li>{@code data_cache_bytes} by {@code tier}: what the cache in this JVM holds.
 *   <li>{@code data_staleness_seconds} by {@code tier}: the age of the snapshot given out last.
 *   <li>{@code data_circuit_state} by {@code tier}: 0 if it is asked, 1 while it is probed, 2 while
 *       it isn't asked because it failed.
 * </ul>
 */
public final class JournalLoader implements CachingJournalSource {
  private final HybridJournalSource source;
  private final PrometheusRecorder recorder;
  private final @Nullable MetricsEndpoint endpoint;

  private JournalLoader(
      HybridJournalSource source, PrometheusRecorder recorder, @Nullable MetricsEndpoint endpoint) {
    this.source = source;
    this.recorder = recorder;
    this.endpoint = endpoint;
  }

  /**
   * Opens a loader: connects to the database, and to the Redis if it is there.
   *
   * @param allocator where loaded tables live; its limit bounds all of them together, those that
   *     are kept and those that callers still hold
   * @param registry gets the metrics until the loader is closed; one loader a registry
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the database can't be reached
   * @throws IllegalArgumentException if the class path lacks a strategy that the configuration asks
   *     for, or the registry has such metrics already
   * @throws java.io.UncheckedIOException if the metrics' address can't be listened at
   */
  public static JournalLoader open(
      LoaderConfiguration configuration, BufferAllocator allocator, PrometheusRegistry registry) {
    var recorder = new PrometheusRecorder(registry);
    HybridJournalSource source = null;
    try {
      var options = configuration.hybridOptions(JournalSources.providers());
      source = HybridJournalSource.open(configuration.sourceConfig(allocator), options, recorder);
      recorder.watch(source.tiers());
      var address = configuration.metricsAddress();
      return new JournalLoader(
          source,
          recorder,
          address == null
              ? null
              : MetricsEndpoint.start(
                  OptionType.ADDRESS.read("metrics-address", address), registry));
    } catch (RuntimeException | Error e) {
      if (source != null) {
        source.close();
      }
      recorder.close();
      throw e;
    }
  }

  @Override
  public String strategy() {
    return source.strategy();
  }

  @Override
  public Set<Grain> grains() {
    return source.grains();
  }

  @Override
  public JournalTable load(JournalQuery query) {
    return source.load(query);
  }

  /**
   * Loads a day and does something with it, as making its totals, under {@code
   * data_process_seconds}.
   *
   * @param work gets the table, which is closed when it returns
   * @return what {@code work} returns
   * @throws JournalLoadException if the day could not be loaded
   */
  public <T> T process(JournalQuery query, Function<? super JournalTable, ? extends T> work) {
    var answer = source.answer(query);
    boolean completed = false;
    long start = System.nanoTime();
    try (var table = answer.table()) {
      T result = work.apply(table);
      completed = true;
      return result;
    } finally {
      recorder.processed(answer.from(), completed, System.nanoTime() - start);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here and in the Redis, that is; other processes may still have it in their memory.
   */
  @Override
  public void invalidate(LocalDate day) {
    source.invalidate(day);
  }

  /** The port at which metrics are shown by HTTP; 0 if they aren't. */
  public int metricsPort() {
    return endpoint == null ? 0 : endpoint.port();
  }

  /** Ends loads under way, closes connections, and takes the metrics out of the registry. */
  @Override
  public void close() {
    if (endpoint != null) {
      endpoint.close();
    }
    source.close();
    recorder.close();
  }
}
