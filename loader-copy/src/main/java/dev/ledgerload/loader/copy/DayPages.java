package dev.ledgerload.loader.copy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where in a table most of a day lies, as far as a look at some of its rows tells.
 *
 * @param edges pages, ascending: as many of the day's rows lie between each and the next as between
 *     any other two; the last is the first page behind them
 */
record DayPages(List<Long> edges) {
  /**
   * How far from the others a row may lie to be among them: this part of the pages that most lie
   * on, and a few pages.
   */
  private static final double REACH = 0.1;

  private static final int REACHED_PAGES = 64;

  DayPages {
    edges = List.copyOf(edges);
  }

  /**
   * Where a day lies of which some rows were found on these pages.
   *
   * @param pages any rows' as likely as any other's; at least one
   */
  static DayPages ofSample(List<Long> pages) {
    var sorted = pages.stream().sorted().toList();
    return new DayPages(Stream.concat(sorted.stream(), Stream.of(last(sorted) + 1)).toList());
  }

  /**
   * Where a day lies whose first and last rows by an index lie on these pages.
   *
   * <p>An index has a day's rows mostly in the order of their places, and then all others lie
   * between its first ones and its last. Or it has them in an order that has nothing to do with
   * places, and then these are a sample of them. A few that lie far from all others, as those that
   * were entered long after the day, are left out.
   *
   * @param some at least one
   * @param others at least one
   */
  static DayPages ofEnds(List<Long> some, List<Long> others) {
    var one = some.stream().sorted().toList();
    var other = others.stream().sorted().toList();
    boolean isTurned = one.get(0) > last(other);
    var low = isTurned ? other : one;
    var high = isTurned ? one : other;
    boolean isInOrder = last(low) < high.get(0);
    var all = Stream.concat(low.stream(), high.stream()).sorted().toList();
    int tenth = all.size() / 10;
    var near =
        isInOrder
            ? near(all, low.size() - 1, low.size())
            : near(all, tenth, all.size() - 1 - tenth);
    return isInOrder ? new DayPages(List.of(near.get(0), last(near) + 1)) : ofSample(near);
  }

  /** Those that lie within reach of some, or of another that does. */
  private static List<Long> near(List<Long> pages, int from, int to) {
    double reach = REACH * (pages.get(to) - pages.get(from)) + REACHED_PAGES;
    int first = from;
    while (first > 0 && pages.get(first) - pages.get(first - 1) <= reach) {
      first--;
    }
    int last = to;
    while (last < pages.size() - 1 && pages.get(last + 1) - pages.get(last) <= reach) {
      last++;
    }
    return pages.subList(first, last + 1);
  }

  private static long last(List<Long> pages) {
    return pages.get(pages.size() - 1);
  }

  /** The first page. */
  long first() {
    return edges.get(0);
  }

  /** The first page behind them. */
  long end() {
    return last(edges);
  }

  /**
   * Pages at which to cut, ascending, each between the first and the end; fewer than shares where
   * there are few pages.
   *
   * @param shares ascending: which part of the day is to lie before each cut
   */
  List<Long> cuts(List<Double> shares) {
    return shares.stream()
        .map(this::page)
        .distinct()
        .filter(page -> page > first() && page < end())
        .toList();
  }

  private long page(double share) {
    double at = share * (edges.size() - 1);
    int before = (int) at;
    long from = edges.get(before);
    long to = edges.get(Math.min(before + 1, edges.size() - 1));
    return from + Math.round((at - before) * (to - from));
  }
}
