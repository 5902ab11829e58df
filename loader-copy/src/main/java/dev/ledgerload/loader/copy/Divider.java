package dev.ledgerload.loader.copy;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Finds how one load is best divided among streams. */
final class Divider {
  /*
   * All that is asked here may be wrong or out of date: what comes of it is a division whose ranges
   * hold each row once whatever their bounds are (PageRanges), of more or less balance.
   *
   * The planner says for some tenths of a millisecond what it takes the day for, and how it would
   * read it. Its unit of cost is about what it takes to read a page from memory, 3 µs, and to read
   * rows and send them are different things: the second, which is the larger, several processes
   * share whatever the plan. It isn't in the planner's cost, so it is added (SENDING). What of the
   * first they share depends on the ranges.
   *
   * Where the plan is to read all pages, ranges of all pages are as much work as one. Where it is
   * an index, the day lies on few of them. Its first and last rows by the index show on which; a
   * look at some thousand of them at either end costs a millisecond. Streams then read the pages
   * between, and one of them goes through the index for what may lie elsewhere. If the day is
   * dispersed there are far more pages between than it has rows on, the planner says so, and one
   * stream reads it. So does one where the server reads by workers of its own, for several streams
   * would get none.
   */

  /** What it costs to make a row's binary form, send and receive it, in the planner's units. */
  private static final double SENDING_ROW = 0.02;

  private static final double SENDING_COLUMN = 0.016;

  /** Below this a load is over before a second stream has gained what it costs to find. */
  private static final double LEAST_DIVIDED = 30_000;

  /** What it costs to ask, to begin another stream and to wait for the last. */
  private static final double DIVIDING = 2_000;

  /** Two streams don't do twice as much as one. */
  private static final double CROWDING = 1.15;

  /** How many rows are looked at, at either end of a day, and which of them. */
  private static final int ROWS_OF_END = 6_400;

  private static final int STEP = 100;

  private static final int SAMPLED_PAGES = 400;
  private static final int SAMPLE_STEP = 20;

  /** What may be asked for, in the planner's units: a few milliseconds. */
  private static final double LOOKING = 1_000;

  private final PostgresSnapshot snapshot;
  private final JournalShape shape;
  private final JournalSchema schema;
  private final JournalQuery query;

  Divider(PostgresSnapshot snapshot, JournalShape shape, JournalQuery query) {
    this.snapshot = snapshot;
    this.shape = shape;
    this.schema = shape.schema();
    this.query = query;
  }

  /**
   * A division among so many streams, however little that gains.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there are no pages to share
   */
  Division among(int streams) throws SQLException {
    if (schema.isQuery()) {
      throw refusal(schema.title());
    }
    var plan = snapshot.ask(question(shape, query));
    var storage = Storage.find(snapshot, schema, plan.tables());
    if (storage.withoutPages().isPresent()) {
      throw refusal(storage.withoutPages().get());
    }
    if (!plan.readsAllPages()) {
      var day = findByIndex(plan);
      if (day.isPresent() && priceOf(day.get()).pages() <= 2 * plan.cost() + LOOKING) {
        return ofDay(day.get(), streams);
      }
    }
    return ofAllPages(storage, streams);
  }

  /** A division among as many streams as pay. */
  Division amongAsPays(int most) throws SQLException {
    if (schema.isQuery()) {
      return Division.one("it is a query");
    }
    var plan = snapshot.ask(question(shape, query));
    double alone = plan.cost() + sending(plan);
    if (alone < LEAST_DIVIDED) {
      return Division.one("the day is small");
    }
    if (plan.isParallel()) {
      return Division.one("the server reads it by workers of its own");
    }
    if (!plan.readsTablesOnly()) {
      return Division.one("it isn't read from tables alone");
    }
    var storage = Storage.find(snapshot, schema, plan.tables());
    if (storage.withoutPages().isPresent()) {
      return Division.one(storage.withoutPages().get() + " has no pages to share");
    }
    int streams = streams(most, storage, alone);
    if (streams == 1) {
      return Division.one("max_parallel_workers_per_gather is 0");
    }
    if (plan.readsAllPages()) {
      return ofAllPages(storage, streams);
    }
    var day = findByIndex(plan);
    if (day.isEmpty()) {
      return Division.one("no index shows where it lies");
    }
    double together = (priceOf(day.get()).all() + sending(plan)) / streams;
    return CROWDING * together + DIVIDING < alone
        ? ofDay(day.get(), streams)
        : Division.one("it is dispersed");
  }

  /** No more processes than the server would give to a query. */
  private static int streams(int most, Storage storage, double alone) {
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    int served = Math.min(1 + storage.workers(), (int) (2 * alone / LEAST_DIVIDED));
    return Math.min(most, Math.min(cores, served));
  }

  /** What is asked first, of each load that may be divided. */
  static Question<Plan> question(JournalShape shape, JournalQuery query) {
    return new Plan.Of(CopyLoad.entriesSql(shape, query, ""));
  }

  private String entriesSql(String range) {
    return CopyLoad.entriesSql(shape, query, range);
  }

  private double sending(Plan plan) {
    return plan.rows() * (SENDING_ROW + SENDING_COLUMN * query.columns().size());
  }

  /** Where the day lies, if an index shows that at little cost, and most of it is in one table. */
  private Optional<DayPages> findByIndex(Plan plan) throws SQLException {
    if (!plan.readsTablesOnly() || plan.largestShare() < 0.9) {
      return Optional.empty();
    }
    var first = endSql("");
    var last = endSql(" DESC");
    var plans = Questions.ask(snapshot, Plan.question(first), Plan.question(last));
    for (var lines : plans) {
      if (Plan.parse(lines).cost() > plan.cost() / 5 + LOOKING) {
        return Optional.empty();
      }
    }
    var ends = Questions.ask(snapshot, first, last);
    var some = pages(ends.get(0));
    var others = pages(ends.get(1));
    return some.isEmpty() || others.isEmpty()
        ? Optional.empty()
        : Optional.of(DayPages.ofEnds(some, others));
  }

  private String endSql(String direction) {
    return every(
        STEP,
        "SELECT ctid AS place FROM %s WHERE %s ORDER BY %s%s LIMIT %d"
            .formatted(
                schema.tableSql(),
                shape.spanOfSql(query.day()),
                schema.columnSql(schema.day()),
                direction,
                ROWS_OF_END));
  }

  /** The pages of every so-manieth of some places, for to take a place apart is slow. */
  private static String every(int step, String placesSql) {
    return """
        SELECT (place::text::point)[0]::bigint FROM (
          SELECT place, row_number() OVER () AS number FROM (%s) AS places) AS places
        WHERE (number - 1) %% %d = 0"""
        .formatted(placesSql, step);
  }

  private static List<Long> pages(List<String> texts) {
    return texts.stream().map(Long::valueOf).toList();
  }

  /**
   * What it costs to read a day by ranges, in the planner's units.
   *
   * @param pages all but what lies elsewhere
   */
  private record Price(double pages, double elsewhere) {
    double all() {
      return pages + elsewhere;
    }
  }

  /** Asks for a quarter: for all of it at once the planner may prefer the index. */
  private Price priceOf(DayPages day) throws SQLException {
    long pages = day.end() - day.first();
    long quarter = Math.max(1, pages / 4);
    long from = day.first() + (pages - quarter) / 2;
    var plans =
        Questions.ask(
            snapshot,
            Plan.question(entriesSql(PageRanges.between(from, from + quarter))),
            Plan.question(entriesSql(PageRanges.elsewhere(day.first(), day.end()))));
    double ofQuarter = Plan.parse(plans.get(0)).cost();
    return new Price(ofQuarter * pages / quarter, Plan.parse(plans.get(1)).cost());
  }

  private static Division ofDay(DayPages day, int streams) {
    return new Division(
        PageRanges.ofDay(day, streams),
        streams,
        "most of it lies on pages %d to %d".formatted(day.first(), day.end() - 1));
  }

  private Division ofAllPages(Storage storage, int streams) throws SQLException {
    double percent = Math.min(100, 100.0 * SAMPLED_PAGES / Math.max(1, storage.pages()));
    var sample =
        every(
            SAMPLE_STEP,
            "SELECT ctid AS place FROM %s TABLESAMPLE SYSTEM (%s) WHERE %s"
                .formatted(schema.tableSql(), percent, shape.entriesOfSql(query.day())));
    var pages = pages(Questions.ask(snapshot, sample).get(0));
    var day =
        pages.isEmpty()
            ? new DayPages(List.of(0L, Math.max(1, storage.pages())))
            : DayPages.ofSample(pages);
    return new Division(
        PageRanges.ofAllPages(day, streams),
        streams,
        "all of %,d pages are read".formatted(storage.pages()));
  }

  private static JournalLoadException refusal(String relation) {
    return new JournalLoadException(
        UNSUPPORTED,
        CopySourceProvider.STRATEGY,
        "%s has no pages of its own for several streams to share, as a table has: load it by one stream"
            .formatted(relation));
  }
}
