package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.cache.DayCache;
import dev.ledgerload.cache.DayRequest;
import dev.ledgerload.cache.Joined;
import dev.ledgerload.cache.LoadedDay;
import dev.ledgerload.cache.SharedLoad;
import dev.ledgerload.cache.SharedLoads;
import dev.ledgerload.cache.SourcePool;
import dev.ledgerload.cache.Threads;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.memory.OutOfMemoryException;

/** The days that a server holds, and the loads of those it doesn't. Thread-safe. */
final class ServedDays implements AutoCloseable {
  /*
   * Young enough for a query is what is no older than `ttl` and its `maxAge`, and a load that was
   * begun so late: what was committed before then is in it. The source is asked for no older a day
   * either, since it may answer from a copy. With ttl=0 that is a server without a cache.
   */

  /** A load keeps a core of the database busy; more at once would only make each slower. */
  private static final int MOST_LOADS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  /**
   * What a client asks for.
   *
   * @param query as it is put to the source
   * @param maxAge how old a day may be that is held
   */
  private record Request(JournalQuery query, Duration maxAge) implements DayRequest {
    boolean joins(SharedLoad<Request> load) {
      return load.age().compareTo(maxAge) <= 0 && load.request().maxAge.compareTo(maxAge) <= 0;
    }
  }

  private final String strategy;
  private final Duration ttl;
  private final LoadRoom room;
  private final SourcePool<JournalSource> sources;
  private final Set<Grain> grains;
  private final DayCache held;
  private final ExecutorService threads = Threads.pool("ledgerload-flight-load-", MOST_LOADS);
  private final SharedLoads<Request> loads;

  private ServedDays(SourceConfig config, ServerOptions options, LoadRoom room) {
    this.strategy = options.from();
    this.ttl = options.ttl();
    this.room = room;
    var provider = JournalSources.provider(strategy);
    var recommended = config.withOptions(provider.variants().get(0).options());
    this.sources =
        new SourcePool<>(
            strategy,
            MOST_LOADS,
            "a machine with more cores",
            () -> provider.open(recommended),
            JournalSource::close);
    try (var first = sources.borrow(Duration.ZERO)) {
      this.grains = first.source().grains();
    }
    this.held = new DayCache(options.cacheBytes(), ttl, InstantSource.system());
    this.loads = new SharedLoads<>(held, this::load, threads);
  }

  /**
   * Opens the first source.
   *
   * @param config without options; the strategy's recommended ones are added
   * @param room for the days that are loaded, in the configuration's allocator
   * @throws IllegalArgumentException if there is no such strategy
   * @throws JournalLoadException if it can't be opened
   */
  static ServedDays open(SourceConfig config, ServerOptions options, LoadRoom room) {
    try {
      return new ServedDays(config, options, room);
    } catch (JournalLoadException e) {
      throw Failures.load(e.kind(), "opening " + options.from(), String.valueOf(e.getMessage()), e);
    }
  }

  String strategy() {
    return strategy;
  }

  Set<Grain> grains() {
    return grains;
  }

  /** What is held of days. */
  DayCache held() {
    return held;
  }

  /** The day, at once or once it is loaded. */
  Joined<?> get(JournalQuery query) {
    var asked = query.maxAge();
    var limit = asked != null && asked.compareTo(ttl) < 0 ? asked : ttl;
    var positive = limit.isZero() ? Duration.ofNanos(1) : limit;
    var request = new Request(query.noOlderThan(positive), limit);
    return loads.join(request, request::joins);
  }

  /** Loads on this thread, once there is room. */
  private LoadedDay load(SharedLoad<Request> load) throws InterruptedException {
    var query = load.query();
    long bytes = 0;
    room.enter();
    try (var lease = sources.borrow(query.timeout())) {
      var table = lease.source().load(query);
      bytes = table.bytes();
      load.keep(table);
      return new LoadedDay(table, strategy);
    } catch (JournalLoadException e) {
      throw Failures.hasCause(e, OutOfMemoryException.class)
          ? room.exceeded("loading " + query.day(), e)
          : e;
    } finally {
      room.leave(bytes);
    }
  }

  /** Forgets a day: what is asked for from now on is loaded from now on. */
  void invalidate(LocalDate day) {
    try {
      if (sources.shared() instanceof CachingJournalSource copy) {
        copy.invalidate(day); // first: else a load meanwhile could bring back what it had
      }
    } finally {
      loads.forget(day);
    }
  }

  /** Ends the loads under way, gives up all days and disconnects. */
  @Override
  public void close() {
    loads.close();
    held.close();
    sources.close();
    if (!threads.isTerminated()) {
      throw new JournalLoadException(
          UNAVAILABLE, FlightSourceProvider.STRATEGY, "a load by " + strategy + " does not end");
    }
  }
}
