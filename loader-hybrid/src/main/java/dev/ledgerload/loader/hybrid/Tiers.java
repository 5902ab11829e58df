package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.cache.LoadedDay;
import dev.ledgerload.cache.SharedLoad;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tiers, in the order in which a load asks them until one has the day; those above then keep
 * it. Memory isn't asked: that was done before there was a load.
 */
final class Tiers {
  /*
   * Time. The last tier gets what it needs: callers leave when their own time is over, and the load
   * ends with the last of them. Each tier above gets its own timeout, but no more than half of what
   * the first caller has left: whatever those above do, time stays for the one that has the answer.
   *
   * The last tier has no breaker: there is nothing to be saved by not asking it, and it is to work
   * again in the moment that it can.
   *
   * Versions. What a cache keeps must be of the version that the database had when the caller asked.
   * What isn't a cache is read after that, so its snapshot may be of a later one; and if versions of
   * another structure are counted by then, as after DDL, the two can't be compared. Then the database
   * is asked once more: what is of the version that it has now is current. What is neither (a view
   * that wasn't refreshed, a standby that lags behind) is out of date.
   */
  private final List<Tier> tiers;
  private final @Nullable Versions versions;
  private final LoadRecorder recorder;

  Tiers(List<Tier> tiers, @Nullable Versions versions, LoadRecorder recorder) {
    this.tiers = tiers;
    this.versions = versions;
    this.recorder = recorder;
  }

  List<Tier> list() {
    return tiers;
  }

  /** The tier that is this JVM's memory; null if there is none. */
  @Nullable Tier memory() {
    return tiers.stream().filter(tier -> tier.memory() != null).findFirst().orElse(null);
  }

  /** The last tier that loads a grain by itself; null if there is none. */
  @Nullable Tier lastFor(Grain grain) {
    Tier last = null;
    for (var tier : tiers) {
      last = tier.ownGrains().contains(grain) ? tier : last;
    }
    return last;
  }

  /**
   * Loads a day.
   *
   * @throws JournalLoadException of the last tier that was asked, with those before it suppressed
   */
  LoadedDay load(SharedLoad<FreshRequest> load) {
    long start = System.nanoTime();
    var grain = load.query().grain();
    var last = lastFor(grain);
    List<Tier> above = new ArrayList<>();
    List<JournalLoadException> failures = new ArrayList<>();
    for (var tier : tiers) {
      if (load.isCancelled()) {
        throw new JournalLoadException(TIMEOUT, HybridSourceProvider.STRATEGY, "given up");
      }
      if (tier.memory() != null || !tier.mayHave(grain)) {
        continue;
      }
      var table =
          tier == last
              ? askLast(tier, load, failures)
              : askInPassing(tier, load, half(load.query(), start), failures);
      if (table != null) {
        keep(table, above, load);
        return new LoadedDay(table, tier.name());
      }
      above.add(tier);
    }
    throw new IllegalStateException("no tier has grain " + grain); // refused before it gets here
  }

  /** Asks a tier that isn't the last; null if it has no answer that will do. */
  private @Nullable JournalTable askInPassing(
      Tier tier,
      SharedLoad<FreshRequest> load,
      Duration limit,
      List<JournalLoadException> failures) {
    if ((load.request().isLiveOnly() && tier.cache() != null) || !tier.tryAcquire()) {
      return null;
    }
    try {
      var table = ask(tier, load, limit);
      recorder.hit(tier.name());
      return table;
    } catch (JournalLoadException e) {
      failures.add(e);
      recorder.miss(tier.name());
      return null;
    }
  }

  private JournalTable askLast(
      Tier tier, SharedLoad<FreshRequest> load, List<JournalLoadException> failures) {
    try {
      return ask(tier, load, longest(load.query()));
    } catch (JournalLoadException e) {
      failures.forEach(e::addSuppressed);
      throw e;
    }
  }

  private JournalTable ask(Tier tier, SharedLoad<FreshRequest> load, Duration limit) {
    load.reportProgress("asking " + tier.name());
    var request = load.request();
    var query = load.query();
    if (tier.cache() != null) {
      query = request.toCache(query);
    } else if (!tier.readsJournal()) {
      query = request.toSource(query);
    }
    var table = tier.load(query, limit, load);
    try {
      requireCurrent(tier, table.snapshot(), request, limit);
      return table;
    } catch (RuntimeException | Error e) {
      table.close();
      throw e;
    }
  }

  private void requireCurrent(Tier tier, Snapshot given, FreshRequest request, Duration limit) {
    boolean current =
        request.isCurrent(given)
            || (tier.cache() == null
                && (request.isOvertakenBy(given) || isCurrentNow(given, limit)));
    if (!current) {
      throw new JournalLoadException(
          UNAVAILABLE,
          tier.name(),
          "its snapshot of %s is out of date: of %s and version %s, where the database has version %s"
              .formatted(
                  given.day(), given.asOf(), text(given.version()), text(request.version())));
    }
  }

  private boolean isCurrentNow(Snapshot given, Duration limit) {
    return versions != null
        && given.version().isPresent()
        && given.version().equals(versions.version(given.day(), limit));
  }

  private static String text(Optional<DayVersion> version) {
    return version.map(DayVersion::toString).orElse("unknown");
  }

  private void keep(JournalTable table, List<Tier> above, SharedLoad<FreshRequest> load) {
    if (load.request().isLiveOnly() || !load.isKeepable()) {
      return;
    }
    var memory = memory();
    if (memory != null) {
      recorder.filled(memory.name(), BackgroundFill.now(() -> load.keep(table)));
    }
    above.forEach(upper -> upper.keep(table, load));
  }

  private static Duration half(JournalQuery query, long start) {
    var left = query.timeout().minusNanos(System.nanoTime() - start).dividedBy(2);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  private static Duration longest(JournalQuery query) {
    return query.timeout().compareTo(JournalQuery.DEFAULT_TIMEOUT) > 0
        ? query.timeout()
        : JournalQuery.DEFAULT_TIMEOUT;
  }
}
