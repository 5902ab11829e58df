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
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * The strategy {@code indb}: totals computed where the entries are. Needs PostgreSQL 14 and, but
 * for the variant {@code group-by}, what {@link IndbInstallation} installs.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code from}: what the totals come from. {@code group-by} (the default) is a query that the
 *       database gets with the question: nothing is installed, and any journal will do. {@code
 *       function}, or {@code table} as it was called, calls the function and leaves a covering
 *       index alone. {@code covering-index} calls the same function and wants that index. {@code
 *       view} reads a materialized view of groups: totals as of its last refresh, and only of days
 *       that it has.
 *   <li>{@code view}: the name of that view, as {@code name} or {@code schema.name}, if it isn't
 *       that of {@code ledgerload install mv}. It has the schema's day, a date, its keys, {@code
 *       total_} and the name of each measure, and {@code entry_count}, each called so, of types
 *       that a journal's may have.
 *   <li>{@code row-level-security}: {@code refuse}, the default, or {@code ignore}. A materialized
 *       view shows everybody what its owner saw; so the one named is refused if it reads what shows
 *       rows by who asks for them, as by row-level security. By {@code ignore} it is read. Whether
 *       that of {@code ledgerload install mv} may be read is said where it is installed.
 *   <li>{@code workers}: how many processes of the server may help with one day, 0 to 64; by
 *       default what the server's {@code max_parallel_workers_per_gather} says.
 *   <li>{@code timeout}: how long a day may take, as {@code 30s}; by default ten minutes.
 *   <li>{@code untyped-numeric}: precision and scale where the schema says no digits of a measure
 *       that is declared as {@code numeric} without any, as {@code 38,10}, which is the default.
 * </ul>
 */
public final class IndbSourceProvider implements TotalsSourceProvider {
  static final String STRATEGY = "indb";

  private static final String FROM = "from";
  private static final String GROUP_BY = "group-by";
  private static final String FUNCTION = "function";
  private static final String COVERING_INDEX = "covering-index";
  private static final String VIEW_OF_GROUPS = "view";

  /** What {@link #FUNCTION} was called. */
  private static final String TABLE = "table";

  private static final OptionType<String> FROM_TYPE =
      OptionType.of(
          "group-by, function, covering-index or view",
          text -> text.equals(TABLE) ? FUNCTION : text,
          Set.of(GROUP_BY, FUNCTION, COVERING_INDEX, VIEW_OF_GROUPS)::contains);

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
        new Variant(
            GROUP_BY, Map.of(FROM, GROUP_BY), "totals by a query, without any installation"),
        new Variant(FUNCTION, Map.of(FROM, FUNCTION), "totals by a function in the database"),
        new Variant(
            COVERING_INDEX,
            Map.of(FROM, COVERING_INDEX),
            "the same function over an index that has all it needs"),
        new Variant(
            "view-totals",
            Map.of(FROM, VIEW_OF_GROUPS),
            "totals from a materialized view, as of its last refresh"));
  }

  @Override
  public Optional<String> installation(Variant variant) {
    var from = variant.options().get(FROM);
    if (GROUP_BY.equals(from)) {
      return Optional.empty();
    }
    return Optional.of(VIEW_OF_GROUPS.equals(from) ? "mv" : STRATEGY);
  }

  @Override
  public boolean mayBeOld(Variant variant) {
    return VIEW_OF_GROUPS.equals(variant.options().get(FROM));
  }

  @Override
  public TotalsSource open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var from = options.get(FROM, FROM_TYPE, GROUP_BY);
    var view = options.get(VIEW);
    boolean ignoresRowSecurity = RowSecurity.isIgnored(options);
    var workers = options.get(WORKERS, OptionType.number(0, MAX_WORKERS));
    var timeout = options.get(TIMEOUT, OptionType.DURATION, JournalQuery.DEFAULT_TIMEOUT);
    var untyped = NumericShape.of(options);
    options.requireValid();
    var ranking =
        switch (from) {
          case GROUP_BY -> new GroupByRanking(new PlanSettings(null, workers));
          case VIEW_OF_GROUPS -> new ViewRanking(view, ignoresRowSecurity);
          default -> new FunctionRanking(from.equals(COVERING_INDEX), workers);
        };
    var session = PostgresSession.open(STRATEGY, config.database(), DRIVER_SETTINGS);
    return new IndbTotalsSource(session, config.schema(), ranking, timeout, untyped);
  }
}
