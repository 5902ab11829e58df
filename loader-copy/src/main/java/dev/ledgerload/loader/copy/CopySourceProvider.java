package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
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
 *   <li>{@code streams}: how many connections load a day together: {@code auto}, the default, or 1
 *       to 64. They read different pages of the table in one common snapshot, so that each entry
 *       comes once whatever others write meanwhile.
 *       <p>With {@code auto} each load takes as many as pay, at most four. It asks the server's
 *       planner how large the day is, how it would be read and what reading it by pages would cost;
 *       no more streams are taken than the server would give processes to a query ({@code
 *       max_parallel_workers_per_gather}). One stream loads a day that is small, or dispersed over
 *       the table, or that the server reads by workers of its own; and a view, a foreign table, a
 *       query, and what isn't stored as PostgreSQL's own tables are. Connections beside the first
 *       are made when a load needs them; where there is none to be had it does without. What was
 *       chosen, and why, is logged at {@code DEBUG}.
 *       <p>With a number it is that many. Pays where the server has idle cores. With more than one
 *       the journal must be a table, its partitions and what inherits from it included, or a
 *       materialized view. A load of a view, a foreign table or a query is refused, for its rows
 *       have no pages, and on another server no common snapshot: that takes one stream.
 *   <li>{@code untyped-numeric}: precision and scale for an amount column declared as {@code
 *       numeric} without any, as {@code 38,10}, which is the default.
 * </ul>
 */
public final class CopySourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "copy";

  private static final String STREAMS = "streams";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant("auto", Map.of(STREAMS, "auto"), "COPY BINARY over as many connections as pay"),
        new Variant("one-stream", Map.of(STREAMS, "1"), "COPY BINARY into columns"),
        new Variant("two-streams", Map.of(STREAMS, "2"), "the same over two connections"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var streams = options.get(STREAMS, StreamCount.TYPE, StreamCount.AUTO);
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
