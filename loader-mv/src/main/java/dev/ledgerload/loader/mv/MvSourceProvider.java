package dev.ledgerload.loader.mv;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code mv}: groups from the materialized view that {@link MvInstallation} makes. A
 * table's snapshot is that of the view's last refresh.
 *
 * <p>A day that the view doesn't hold, for it is older than the view's window or the view was never
 * filled, or that it holds only too old a snapshot of, is {@code UNAVAILABLE}.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code require-current}: {@code true} to refuse, as {@code UNAVAILABLE}, a day whose
 *       version has moved on since the refresh, where versions are installed. Default {@code
 *       false}.
 *   <li>{@code refresh-seconds}: how often to refresh the view from this process while the source
 *       is open: in seconds, or as any duration, say {@code 5m}; from a second to a day. Without it
 *       the view is refreshed by others. Several processes that do this take turns. Needs the login
 *       of the view's owner.
 *   <li>{@code untyped-numeric}: precision and scale of totals where the schema says no digits of a
 *       measure that is declared as {@code numeric} without any, as {@code 38,10}, which is the
 *       default.
 * </ul>
 */
public final class MvSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "mv";

  private static final String REQUIRE_CURRENT = "require-current";
  private static final String REFRESH_SECONDS = "refresh-seconds";

  private static final OptionType<Duration> REFRESH =
      OptionType.duration(
          "from 1s to 24h",
          every ->
              every.compareTo(Duration.ofSeconds(1)) >= 0
                  && every.compareTo(Duration.ofDays(1)) <= 0);

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("view", Map.of(), "groups from a materialized view"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    boolean requireCurrent = options.get(REQUIRE_CURRENT, OptionType.BOOL, false);
    var every = options.get(REFRESH_SECONDS, REFRESH);
    var untyped = NumericShape.of(options);
    options.requireValid();
    var session = PostgresSession.open(STRATEGY, config.database(), Map.of());
    var refresher = every == null ? null : MvRefresher.start(config, every);
    return new MvJournalSource(session, config, untyped, requireCurrent, refresher);
  }

  @Override
  public boolean readsAmounts() {
    return true;
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(5);
  }
}
