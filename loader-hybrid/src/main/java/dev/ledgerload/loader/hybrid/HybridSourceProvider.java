package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code hybrid}: several sources and caches, asked in turn until one has the day;
 * caches above the one that had it then keep it.
 *
 * <p>Callers who ask for the same day at the same time share one load. A tier that is down is
 * passed over; while a lower one can answer, there is no error. Rows of account pairs are never
 * given to who asked for entries: a tier without the grain isn't asked.
 *
 * <p>A load reads the columns that were asked for and, where the tier {@code memory} has others of
 * the day or they are being loaded, those too: so what it keeps comes to serve all who read the
 * day.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code tiers}: strategies on the class path, in the order in which they are asked; default
 *       those of {@code memory,redis,mv,copy} that are there, {@code redis} only if there is a
 *       Redis. The last one of a grain that isn't a cache is what the others are copies of: it must
 *       be reached to open this source.
 *   <li>{@code freshness}: {@code ttl} (the default) or {@code version}, as {@link Freshness}.
 *   <li>{@code ttl}: how old a snapshot from a cache may be, by its {@code asOf} and this machine's
 *       clock; default {@code 1h}.
 *   <li>{@code <tier>-timeout}: how long the tier is asked, at most half of the time that the
 *       caller has; default 0.5 s for {@code redis}, 5 s for {@code mv}. The last tier of a grain
 *       has what time the caller has.
 *   <li>{@code retry-after}: for how long a tier that failed isn't asked; default 5 s. The last one
 *       always is.
 *   <li>{@code connections}: how many sources a tier has that isn't thread-safe, 1 to 64; default
 *       4. Each of {@code copy} takes further connections for days that are loaded sooner so,
 *       unless {@code copy.streams} is 1.
 *   <li>{@code untyped-numeric}: precision and scale for an amount column declared as {@code
 *       numeric} without any, as {@code 38,10}, which is the default; for those of {@code copy},
 *       {@code mv} and {@code select} that are among the tiers.
 *   <li>{@code <tier>.<option>}: the tier's own options, as {@code memory.max-bytes}.
 * </ul>
 */
public final class HybridSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "hybrid";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant("all-tiers", Map.of(), "memory, then Redis, then the view, then COPY"));
  }

  @Override
  public CachingJournalSource open(SourceConfig config) {
    return HybridJournalSource.open(config, LoadRecorder.NONE);
  }
}
