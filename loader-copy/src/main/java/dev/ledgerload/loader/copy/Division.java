package dev.ledgerload.loader.copy;

import java.util.List;

/**
 * How a load is divided.
 *
 * @param ranges conditions to be added to a WHERE clause; each of the day's entries meets exactly
 *     one
 * @param streams how many are to read them, no more than there are ranges
 * @param reason why so, for a log
 */
record Division(List<String> ranges, int streams, String reason) {
  Division {
    ranges = List.copyOf(ranges);
    streams = Math.min(streams, ranges.size());
  }

  static Division one(String reason) {
    return new Division(PageRanges.one(), 1, reason);
  }
}
