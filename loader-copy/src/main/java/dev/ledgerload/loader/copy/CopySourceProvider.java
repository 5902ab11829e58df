package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code copy}: entries by {@code COPY (FORMAT BINARY)}.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code streams}: how many connections load a day together, 1 to 64; default 1. Each reads
 *       its own pages of the table in one common snapshot. Pays where the server has idle cores.
 *       With more than one the journal must be a table, its partitions and what inherits from it
 *       included, or a materialized view. A load of a view, a foreign table or a query is refused,
 *       for its rows have no pages, and on another server no common snapshot: that takes one
 *       stream.
 *   <li>{@code untyped-numeric}: precision and scale for an amount column declared as {@code
 *       numeric} without any, as {@code 38,10}, which is the default.
 * </ul>
 */
public final class CopySourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "copy";

  private static final String STREAMS = "streams";
  private static final int MAX_STREAMS = 64;

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant("one-stream", Map.of(STREAMS, "1"), "COPY BINARY into columns"),
        new Variant("two-streams", Map.of(STREAMS, "2"), "the same over two connections"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    int streams = options.get(STREAMS, OptionType.number(1, MAX_STREAMS), 1);
    var untyped = NumericShape.of(options);
    options.requireValid();
    return CopyJournalSource.open(config, streams, untyped);
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
