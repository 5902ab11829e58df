package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.TotalsSource;
import dev.ledgerload.spi.TotalsSourceProvider;
import java.util.List;
import java.util.Map;
import org.postgresql.PGProperty;

/**
 * The strategy {@code indb}: totals computed where the entries are. Needs PostgreSQL 14, and what
 * {@link IndbInstallation} installs.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code from}: what the totals are computed from. {@code table} (the default) calls the
 *       function and leaves a covering index alone. {@code covering-index} calls the same function
 *       and wants that index. {@code view} reads a materialized view of account pairs: totals as of
 *       its last refresh, and only of days that it has.
 *   <li>{@code view}: the name of that view, as {@code name} or {@code schema.name}, with columns
 *       {@code trx_date}, {@code acc_debit}, {@code acc_credit}, {@code total_amount} and {@code
 *       entry_count}, of types that a journal's may have.
 *   <li>{@code row-level-security}: {@code refuse}, the default, or {@code ignore}. A materialized
 *       view shows everybody what its owner saw; so the one named is refused if it reads what shows
 *       rows by who asks for them, as by row-level security. By {@code ignore} it is read. Whether
 *       that of {@code ledgerload install mv} may be read is said where it is installed.
 *   <li>{@code workers}: how many processes of the server may help with one day, 0 to 64; by
 *       default what the server's {@code max_parallel_workers_per_gather} says.
 *   <li>{@code timeout}: how long a day may take, as {@code 30s}; by default ten minutes.
 *   <li>{@code untyped-numeric}: precision and scale for an amount column declared as {@code
 *       numeric} without any, as {@code 38,10}, which is the default.
 * </ul>
 */
public final class IndbSourceProvider implements TotalsSourceProvider {
  static final String STRATEGY = "indb";

  private static final String FROM = "from";
  private static final String TABLE = "table";
  private static final String COVERING_INDEX = "covering-index";
  private static final String VIEW_OF_PAIRS = "view";

  private static final String VIEW = "view";
  private static final String WORKERS = "workers";
  private static final String TIMEOUT = "timeout";
  private static final int MAX_WORKERS = 64;

  /** Binary from the first execution on, rather than after five. */
  private static final Map<PGProperty, String> DRIVER_SETTINGS =
      Map.of(PGProperty.PREPARE_THRESHOLD, "-1");

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant("function", Map.of(FROM, TABLE), "totals by a function in the database"),
        new Variant(
            COVERING_INDEX,
            Map.of(FROM, COVERING_INDEX),
            "the same function over an index that has all it needs"),
        new Variant(
            "view-totals",
            Map.of(FROM, VIEW_OF_PAIRS),
            "totals from a materialized view, as of its last refresh"));
  }

  @Override
  public boolean mayBeOld(Variant variant) {
    return VIEW_OF_PAIRS.equals(variant.options().get(FROM));
  }

  @Override
  public TotalsSource open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var from = options.get(FROM, OptionType.oneOf(TABLE, COVERING_INDEX, VIEW_OF_PAIRS), TABLE);
    var view = options.get(VIEW);
    boolean ignoresRowSecurity = RowSecurity.isIgnored(options);
    var workers = options.get(WORKERS, OptionType.number(0, MAX_WORKERS));
    var timeout = options.get(TIMEOUT, OptionType.DURATION, JournalQuery.DEFAULT_TIMEOUT);
    var untyped = NumericShape.of(options);
    options.requireValid();
    var ranking =
        from.equals(VIEW_OF_PAIRS)
            ? new ViewRanking(view, ignoresRowSecurity)
            : new FunctionRanking(from.equals(COVERING_INDEX), workers);
    var session = PostgresSession.open(STRATEGY, config.postgres(), DRIVER_SETTINGS);
    return new IndbTotalsSource(session, config.schema(), ranking, timeout, untyped);
  }
}
