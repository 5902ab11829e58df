package dev.ledgerload.loader.copy;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a table's rows by the pages that they lie on: conditions to be added to a WHERE clause,
 * of which each row meets exactly one.
 */
final class PageRanges {
  /*
   * Every range is a condition on ctid, the place of a row version. Whatever the bounds are, and
   * however many partitions and children the table has, each row that the snapshot sees meets
   * exactly one: the bounds only balance the work. Since PostgreSQL 14 a scan reads only the pages
   * of its range (a Tid Range Scan), if its condition has nothing but ctid compared, and ANDs.
   *
   * Ranges get smaller, so that streams that take one after the other end at about the same time
   * whatever the bounds were made of, and whatever else the server does.
   */

  /** What part of its even share a stream may be late by. */
  private static final double LEAST = 0.1;

  /** What part of its even share the first stream reads by an index, beside making sure. */
  private static final double BESIDE_INDEX = 0.4;

  private PageRanges() {}

  /** All rows, in one range. */
  static List<String> one() {
    return List.of("");
  }

  /**
   * Ranges that together are all pages: the first has no lower bound, the last no upper, and each
   * begins where the one before ends. None reads a page twice, and none needs an index.
   */
  static List<String> ofAllPages(DayPages day, int streams) {
    List<Double> shares = new ArrayList<>();
    addShares(shares, 0, streams);
    var cuts = day.cuts(shares);
    if (cuts.isEmpty()) {
      return one();
    }
    List<String> ranges = new ArrayList<>();
    ranges.add(" AND ctid < " + place(cuts.get(0)));
    ranges.add(" AND ctid >= " + place(cuts.get(cuts.size() - 1))); // soon: nobody knows how long
    addBetween(ranges, cuts);
    return ranges;
  }

  /**
   * Ranges that are closed at both ends, and before them the one of all that lies elsewhere, with a
   * first piece of the day. No scan of pages finds that, but an index on the day does: it passes
   * over the rows of the other ranges and sends the rest.
   */
  static List<String> ofDay(DayPages day, int streams) {
    List<Double> shares = new ArrayList<>();
    shares.add(BESIDE_INDEX / streams);
    addShares(shares, BESIDE_INDEX / streams, streams);
    List<Long> cuts = new ArrayList<>(day.cuts(shares));
    if (cuts.isEmpty()) {
      return one();
    }
    cuts.add(day.end());
    List<String> ranges = new ArrayList<>();
    ranges.add(elsewhere(cuts.get(0), day.end()));
    addBetween(ranges, cuts);
    return ranges;
  }

  /** All that isn't {@link #between} the same two. */
  static String elsewhere(long from, long end) {
    return " AND (ctid < %s OR ctid >= %s)".formatted(place(from), place(end));
  }

  /** From a page on, to the one before another. */
  static String between(long from, long end) {
    return " AND ctid >= %s AND ctid < %s".formatted(place(from), place(end));
  }

  private static void addBetween(List<String> ranges, List<Long> cuts) {
    for (int i = 1; i < cuts.size(); i++) {
      ranges.add(between(cuts.get(i - 1), cuts.get(i)));
    }
  }

  /** Where to cut what lies behind a share, into pieces of which each is smaller than the last. */
  private static void addShares(List<Double> shares, double from, int streams) {
    double least = LEAST / streams;
    double at = from;
    while (1 - at > 2 * least) {
      at += Math.max(least, (1 - at) / (streams + 1));
      shares.add(at);
    }
  }

  private static String place(long page) {
    return "'(" + page + ",0)'";
  }
}
