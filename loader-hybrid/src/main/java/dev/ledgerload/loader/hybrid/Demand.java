package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, and which pictures will do.
 *
 * @param query the caller's
 * @param ttl how old a picture from a cache may be, whatever the caller says; null for any age
 * @param askedAt when the caller asked
 * @param checked whether only a picture will do that is of {@code version}; if that is empty, only
 *     one that was taken for this caller
 * @param version the day's version when the caller asked
 */
record Demand(
    JournalQuery query,
    @Nullable Duration ttl,
    Instant askedAt,
    boolean checked,
    Optional<DayVersion> version) {
  private static final Duration NO_AGE = Duration.ofNanos(1);

  /** Whether no copy will do, however young. */
  boolean isLiveOnly() {
    return checked && version.isEmpty();
  }

  /** A query as it is put to a cache. */
  JournalQuery toCache(JournalQuery any) {
    var maxAge = any.maxAge();
    return ttl == null || (maxAge != null && maxAge.compareTo(ttl) <= 0)
        ? any
        : any.noOlderThan(ttl);
  }

  /** A query as it is put to what isn't a cache, and may answer from a copy all the same. */
  JournalQuery toSource(JournalQuery any) {
    return isLiveOnly() ? any.noOlderThan(NO_AGE) : any;
  }

  /** Whether a picture will do that is kept. */
  boolean acceptsKept(Snapshot picture) {
    return !isLiveOnly() && isYoungEnough(picture) && isCurrent(picture);
  }

  /** Whether a picture will do that was loaded for another caller, while this one waited for it. */
  boolean acceptsShared(Snapshot picture) {
    return !isLiveOnly()
        && isYoungEnough(picture)
        && (isCurrent(picture) || isOvertakenBy(picture));
  }

  private boolean isYoungEnough(Snapshot picture) {
    var maxAge = query.maxAge();
    return maxAge == null || Duration.between(picture.asOf(), askedAt).compareTo(maxAge) <= 0;
  }

  /** Whether a picture is of the version that is asked for. */
  boolean isCurrent(Snapshot picture) {
    return version.isEmpty() || picture.version().equals(version);
  }

  /**
   * Whether a picture is known to be of a later version than the one asked for, as one may be that
   * was being loaded while the caller asked.
   */
  boolean isOvertakenBy(Snapshot picture) {
    if (version.isEmpty() || picture.version().isEmpty()) {
      return false;
    }
    var asked = version.get();
    var taken = picture.version().get();
    return taken.structure() == asked.structure() && taken.changes() > asked.changes();
  }
}
