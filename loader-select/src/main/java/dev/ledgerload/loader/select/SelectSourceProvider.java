package dev.ledgerload.loader.select;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code select}: entries by {@code SELECT}, row by row.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code mode}: {@code plain} is what everybody writes first, with the driver's defaults: the
 *       whole result, as a list of rows, an array each, which is then put into columns. {@code
 *       tuned} (the default) is the best that row by row can do: fetched in pieces, in binary from
 *       the first row, without an object for a value, straight into columns.
 *   <li>{@code untyped-numeric}: precision and scale for an amount column declared as {@code
 *       numeric} without any, as {@code 38,10}, which is the default.
 * </ul>
 */
public final class SelectSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "select";

  private static final String MODE = "mode";
  private static final String PLAIN = "plain";
  private static final String TUNED = "tuned";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant(TUNED, Map.of(MODE, TUNED), "SELECT, fetched in pieces, into columns"),
        new Variant(PLAIN, Map.of(MODE, PLAIN), "SELECT into a list of rows"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var mode = options.get(MODE, OptionType.oneOf(PLAIN, TUNED), TUNED);
    var untyped = NumericShape.of(options);
    options.requireValid();
    var session = PostgresSession.open(STRATEGY, config.database(), Map.of());
    var rows = mode.equals(PLAIN) ? new PlainRows() : new TunedRows();
    return new SelectJournalSource(session, config, untyped, rows);
  }

  @Override
  public boolean readsJournal() {
    return true;
  }

  @Override
  public boolean readsAmounts() {
    return true;
  }
}
