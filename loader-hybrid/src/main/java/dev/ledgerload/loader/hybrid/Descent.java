package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

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

/** The way of a load down the tiers, until one has the day; those above then keep it. */
final class Descent {
  /*
   * Time. The last tier gets what it needs: callers leave when their own time is over, and the load
   * ends with the last of them. Each tier above gets its own timeout, but no more than half of what
   * the first caller has left: whatever those above do, time stays for the one that has the answer.
   *
   * The last tier has no breaker: there is nothing to be saved by not asking it, and it is to work
   * again in the moment that it can.
   *
   * Versions. What a cache keeps must be of the version that the database had when the caller asked.
   * What isn't a cache is read after that, so its picture may be of a later one; and if versions of
   * another structure are counted by then, as after DDL, the two can't be compared. Then the database
   * is asked once more: what is of the version that it has now is current. What is neither (a view
   * that wasn't refreshed, a standby that lags behind) is out of date.
   */
  private final List<Tier> tiers;
  private final @Nullable Versions versions;
  private final LoadRecorder recorder;

  Descent(List<Tier> tiers, @Nullable Versions versions, LoadRecorder recorder) {
    this.tiers = tiers;
    this.versions = versions;
    this.recorder = recorder;
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
   * Loads what a flight is for.
   *
   * @throws JournalLoadException of the last tier that was asked, with those before it suppressed
   */
  Answer load(Flight flight) {
    long start = System.nanoTime();
    var grain = flight.query().grain();
    var last = lastFor(grain);
    List<Tier> above = new ArrayList<>();
    List<JournalLoadException> failures = new ArrayList<>();
    for (var tier : tiers) {
      if (flight.isAbandoned()) {
        throw new JournalLoadException(TIMEOUT, HybridSourceProvider.STRATEGY, "given up");
      }
      if (!tier.mayHave(grain)) {
        continue;
      }
      if (tier == last) {
        return answer(askLast(tier, flight, failures), tier, above, flight);
      }
      var table = askInPassing(tier, flight, half(flight.query(), start), failures);
      if (table != null) {
        return answer(table, tier, above, flight);
      }
      above.add(tier);
    }
    throw new IllegalStateException("no tier has grain " + grain); // refused before it gets here
  }

  /** Asks a tier that isn't the last; null if it has no answer that will do. */
  private @Nullable JournalTable askInPassing(
      Tier tier, Flight flight, Duration limit, List<JournalLoadException> failures) {
    if ((flight.demand().isLiveOnly() && tier.cache() != null) || !tier.tryPass()) {
      return null;
    }
    try {
      var table = ask(tier, flight, limit);
      recorder.hit(tier.name());
      return table;
    } catch (JournalLoadException e) {
      failures.add(e);
      if (tier.memory() == null) { // for whose misses the caller was counted already
        recorder.miss(tier.name());
      }
      return null;
    }
  }

  private JournalTable askLast(Tier tier, Flight flight, List<JournalLoadException> failures) {
    try {
      return ask(tier, flight, longest(flight.query()));
    } catch (JournalLoadException e) {
      failures.forEach(e::addSuppressed);
      throw e;
    }
  }

  private JournalTable ask(Tier tier, Flight flight, Duration limit) {
    flight.isAt("asking " + tier.name());
    var table = tier.load(query(tier, flight), limit, flight);
    try {
      requireCurrent(tier, table.snapshot(), flight.demand(), limit);
      return table;
    } catch (RuntimeException | Error e) {
      table.close();
      throw e;
    }
  }

  private static JournalQuery query(Tier tier, Flight flight) {
    var query = flight.query();
    if (tier.readsJournal()) {
      return query;
    }
    return tier.cache() == null ? flight.demand().toSource(query) : flight.demand().toCache(query);
  }

  private void requireCurrent(Tier tier, Snapshot picture, Demand demand, Duration limit) {
    if (demand.isCurrent(picture)) {
      return;
    }
    boolean later =
        tier.cache() == null && (demand.isOvertakenBy(picture) || isCurrentNow(picture, limit));
    if (!later) {
      throw new JournalLoadException(
          UNAVAILABLE,
          tier.name(),
          "its picture of %s is out of date: of %s and version %s, where the database has version %s"
              .formatted(
                  picture.day(), picture.asOf(), text(picture.version()), text(demand.version())));
    }
  }

  private boolean isCurrentNow(Snapshot picture, Duration limit) {
    return versions != null
        && picture.version().isPresent()
        && picture.version().equals(versions.version(picture.day(), limit));
  }

  private static String text(Optional<DayVersion> version) {
    return version.map(DayVersion::toString).orElse("unknown");
  }

  private static Answer answer(JournalTable table, Tier tier, List<Tier> above, Flight flight) {
    if (!flight.demand().isLiveOnly()) {
      flight.unlessForgotten(() -> above.forEach(upper -> upper.keep(table)));
    }
    return new Answer(table, tier.name());
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
