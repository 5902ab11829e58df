package dev.ledgerload.loader.hybrid;

import dev.ledgerload.cache.DayRequest;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, and which snapshots are fresh enough for it.
 *
 * @param query the caller's
 * @param ttl how old a copy may be, whatever the caller says; null where not its age counts but its
 *     version
 * @param askedAt when the caller asked
 * @param version without {@code ttl}, the version that a snapshot must be of; if it is empty, only
 *     one will do that was taken for this caller
 */
record FreshRequest(
    JournalQuery query, @Nullable Duration ttl, Instant askedAt, Optional<DayVersion> version)
    implements DayRequest {
  private static final Duration NO_AGE = Duration.ofNanos(1);

  /** Whether no copy will do, however young. */
  boolean isLiveOnly() {
    return ttl == null && version.isEmpty();
  }

  @Override
  public @Nullable Duration maxAge() {
    var asked = query.maxAge();
    return asked == null || (ttl != null && ttl.compareTo(asked) < 0) ? ttl : asked;
  }

  @Override
  public boolean accepts(Snapshot held) {
    return !isLiveOnly() && isCurrent(held);
  }

  /** A query as it is put to a cache. */
  JournalQuery toCache(JournalQuery any) {
    var maxAge = maxAge();
    return maxAge == null ? any : any.noOlderThan(maxAge);
  }

  /** A query as it is put to what isn't a cache, and may answer from a copy all the same. */
  JournalQuery toSource(JournalQuery any) {
    return isLiveOnly() ? any.noOlderThan(NO_AGE) : any;
  }

  /**
   * Whether a snapshot will do that was loaded for another caller, while this one waited for it.
   */
  boolean acceptsShared(Snapshot shared) {
    var maxAge = query.maxAge();
    boolean young =
        maxAge == null || Duration.between(shared.asOf(), askedAt).compareTo(maxAge) <= 0;
    return young && !isLiveOnly() && (isCurrent(shared) || isOvertakenBy(shared));
  }

  /** Whether a snapshot is of the version that is asked for. */
  boolean isCurrent(Snapshot snapshot) {
    return version.isEmpty() || snapshot.version().equals(version);
  }

  /**
   * Whether a snapshot is known to be of a later version than the one asked for, as one may be that
   * was being loaded while the caller asked.
   */
  boolean isOvertakenBy(Snapshot snapshot) {
    if (version.isEmpty() || snapshot.version().isEmpty()) {
      return false;
    }
    var asked = version.get();
    var taken = snapshot.version().get();
    return taken.structure() == asked.structure() && taken.changes() > asked.changes();
  }
}
