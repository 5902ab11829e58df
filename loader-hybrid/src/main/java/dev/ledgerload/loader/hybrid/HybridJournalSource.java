package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.cache.DayCache;
import dev.ledgerload.cache.Joined;
import dev.ledgerload.cache.LoadedDay;
import dev.ledgerload.cache.SharedLoad;
import dev.ledgerload.cache.SharedLoads;
import dev.ledgerload.cache.Threads;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks tier after tier, once for all who ask at the same time. */
final class HybridJournalSource implements CachingJournalSource {
  /*
   * A hit in this JVM's memory is answered on the caller's thread. All else is a load that callers
   * share (docs/decisions/0014), on a thread of its own.
   *
   * With freshness=version the database is asked first which version the day has. Whatever snapshot
   * is then found is measured against that (FreshRequest): what is kept must be of that very version,
   * what was being loaded may have been overtaken by a commit.
   */
  private static final Duration INVALIDATION_PATIENCE = Duration.ofSeconds(5);

  private final Tiers tiers;
  private final @Nullable Tier memory;
  private final SharedLoads<FreshRequest> loads;
  private final @Nullable Versions versions;
  private final @Nullable Duration ttl;
  private final LoadRecorder recorder;
  private final InstantSource clock = InstantSource.system();
  private volatile boolean closed;

  private HybridJournalSource(
      List<Tier> tiers,
      @Nullable Versions versions,
      @Nullable Duration ttl,
      LoadRecorder recorder) {
    this.tiers = new Tiers(tiers, versions, recorder);
    this.memory = this.tiers.memory();
    var held = memory == null ? null : memory.memory();
    this.loads =
        new SharedLoads<>(
            held == null ? new DayCache(0, null, clock) : held,
            this.tiers::load,
            Executors.newCachedThreadPool(Threads.named("ledgerload-hybrid-")));
    this.versions = versions;
    this.ttl = ttl;
    this.recorder = recorder;
  }

  static HybridJournalSource open(SourceConfig config, LoadRecorder recorder) {
    return open(config, HybridOptions.of(config), recorder);
  }

  static HybridJournalSource open(
      SourceConfig config, HybridOptions options, LoadRecorder recorder) {
    List<Tier> tiers = new ArrayList<>();
    try {
      for (var tier : options.tiers()) {
        tiers.add(new Tier(tier, options, config, recorder));
      }
      openAll(tiers);
      var versions =
          options.freshness() == Freshness.VERSION
              ? Versions.open(config, options.connections())
              : null;
      return new HybridJournalSource(List.copyOf(tiers), versions, options.ttl(), recorder);
    } catch (JournalLoadException e) {
      tiers.forEach(Tier::close);
      throw failure(e.kind(), "opening: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      tiers.forEach(Tier::close);
      throw e;
    }
  }

  /** Opens what can be; the last tier has to. */
  private static void openAll(List<Tier> tiers) {
    JournalLoadException last = null;
    for (var tier : tiers) {
      try {
        tier.open();
        last = null;
      } catch (JournalLoadException e) {
        last = e;
      }
    }
    if (last != null) {
      throw last;
    }
    if (tiers.stream().allMatch(tier -> tier.ownGrains().isEmpty())) {
      throw new IllegalArgumentException(
          "hybrid's option tiers must end with a source that isn't a cache, as copy, not %s"
              .formatted(tiers.stream().map(Tier::name).toList()));
    }
  }

  @Override
  public String strategy() {
    return HybridSourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    Set<Grain> grains = EnumSet.noneOf(Grain.class);
    tiers().forEach(tier -> grains.addAll(tier.ownGrains()));
    return grains;
  }

  @Override
  public JournalTable load(JournalQuery query) {
    return answer(query).table();
  }

  /** As {@link #load}, and says which tier it came from. */
  LoadedDay answer(JournalQuery query) {
    requireOpen();
    long start = System.nanoTime();
    try {
      var answer = find(query, start);
      var age = Duration.between(answer.table().snapshot().asOf(), clock.instant());
      recorder.loaded(answer.from(), System.nanoTime() - start, age);
      return answer;
    } catch (JournalLoadException e) {
      recorder.failed(e.kind(), System.nanoTime() - start);
      throw e;
    } catch (OutOfMemoryError e) { // outside a tier, as for the thread of a load
      recorder.failed(UNAVAILABLE, System.nanoTime() - start);
      throw OutOfMemory.failure(strategy(), "loading " + query.day(), e);
    }
  }

  /**
   * From memory, or by a load of one's own, or by one that others began. What that gives may not do
   * for this caller; and if its store was gone, that may have been before this caller came.
   */
  private LoadedDay find(JournalQuery query, long start) {
    if (tiers.lastFor(query.grain()) == null) {
      throw failure(UNSUPPORTED, "has grains %s, not %s".formatted(grains(), query.grain()), null);
    }
    var request = request(query);
    Predicate<SharedLoad<FreshRequest>> joinable =
        request.isLiveOnly() ? other -> false : other -> true;
    while (true) {
      var joined = loads.join(request, joinable);
      var load = joined.load();
      countMemory(request, load == null);
      if (load == null) {
        return joined.join();
      }
      try {
        var day = await(joined, load, query, start);
        if (joined.isFirst() || request.acceptsShared(day.table().snapshot())) {
          return day;
        }
        day.table().close();
        joinable = other -> false;
      } catch (JournalLoadException e) {
        boolean ours = joined.isFirst() || load.isBegunAfter(start);
        if (ours || e.kind() != UNAVAILABLE || closed) {
          throw e;
        }
        joinable = other -> other.isBegunAfter(start);
      }
    }
  }

  private FreshRequest request(JournalQuery query) {
    var askedAt = clock.instant();
    if (versions == null) {
      return new FreshRequest(query, ttl, askedAt, Optional.empty());
    }
    try {
      var version = versions.version(query.day(), query.timeout());
      return new FreshRequest(query, null, askedAt, version);
    } catch (JournalLoadException e) {
      throw failure(
          e.kind(), "asking which version of %s is current: %s".formatted(query.day(), e), e);
    }
  }

  private void countMemory(FreshRequest request, boolean hit) {
    if (memory != null && !request.isLiveOnly()) {
      if (hit) {
        recorder.hit(memory.name());
      } else {
        recorder.miss(memory.name());
      }
    }
  }

  private LoadedDay await(
      Joined<FreshRequest> joined, SharedLoad<FreshRequest> load, JournalQuery query, long start) {
    try {
      long left = query.timeout().toNanos() - (System.nanoTime() - start);
      return joined.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      joined.leave();
      throw failure(
          TIMEOUT,
          "loading %s took longer than %s; it was %s"
              .formatted(query.day(), query.timeout(), load.progress()),
          null);
    } catch (InterruptedException e) {
      joined.leave();
      Thread.currentThread().interrupt();
      throw failure(
          TIMEOUT,
          "interrupted while loading %s; it was %s".formatted(query.day(), load.progress()),
          e);
    } catch (ExecutionException e) {
      throw rethrown(query, e.getCause());
    }
  }

  private RuntimeException rethrown(JournalQuery query, @Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof JournalLoadException load) {
      return failure(load.kind(), "loading %s: %s".formatted(query.day(), load.getMessage()), load);
    }
    if (closed) {
      return failure(
          UNAVAILABLE, "loading %s: this source was closed".formatted(query.day()), cause);
    }
    return new IllegalStateException("loading %s failed".formatted(query.day()), cause);
  }

  private static JournalLoadException failure(
      JournalLoadException.Kind kind, String what, @Nullable Throwable cause) {
    return new JournalLoadException(kind, HybridSourceProvider.STRATEGY, what, cause);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every tier is told, also if another one fails; a load under way gives its answer to those
   * who wait for it, but nothing keeps it. The memory of other JVMs isn't reached.
   */
  @Override
  public void invalidate(LocalDate day) {
    /*
     * From the last tier up, for what a load finds in a tier it puts into those above. At each step
     * a load either is under way, and then is forgotten, or has given all it had to tiers that are
     * still to be told, or has yet to begin, and then finds nothing old below.
     */
    requireOpen();
    JournalLoadException failure = null;
    loads.forget(day);
    for (int i = tiers().size() - 1; i >= 0; i--) {
      try {
        tiers().get(i).invalidate(day, INVALIDATION_PATIENCE);
      } catch (JournalLoadException e) {
        failure = failure == null ? e : failure;
      }
      loads.forget(day);
    }
    if (failure != null) {
      throw failure(
          failure.kind(), "forgetting %s: %s".formatted(day, failure.getMessage()), failure);
    }
  }

  /** The tiers, in order, for the metrics. */
  List<Tier> tiers() {
    return tiers.list();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
  }

  /** Ends loads under way; drops what caches were still to keep. */
  @Override
  public void close() {
    closed = true;
    loads.close();
    tiers().forEach(Tier::close);
    if (versions != null) {
      versions.close();
    }
  }
}
