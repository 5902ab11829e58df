package dev.ledgerload.testbed;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a seeded journal is determined by: the same parameters give the same journal, to the bit, on
 * every machine. Immutable.
 *
 * <p>Its days may lie among others, its history: half of them before the first day, the rest after
 * the last, smaller ones, as a year's other days are beside the one that closes a month. But for
 * its ids, which ascend over all, a day has the same entries with a history and without.
 *
 * @param seed any number; another seed gives other entries of the same kind
 * @param rowsPerDay entries of each day, 1 to 100,000,000
 * @param days booking days, 1 to 3,650, one after the other from {@link #FIRST_DAY}
 * @param historyDays days of history, 0 to 3,650, each with {@link #rowsPerHistoryDay}
 * @param accounts accounts there are, 2 to 100,000
 * @param skew how unequally they are used: the account of rank r in proportion to {@code r^-skew};
 *     0 (all alike) to 3
 */
public record JournalParameters(
    long seed, int rowsPerDay, int days, int historyDays, int accounts, double skew) {
  /*
   * A day of history is a fifth of a day, so that a table with 60 of them is 13 times the size of
   * the day that is looked at, and no more than what makes 12 million entries of 60 days: they are
   * there to be passed over, and all of them are made and indexed for each table.
   */
  private static final int DAY_TO_HISTORY_DAY = 5;
  private static final int MAX_ROWS_PER_HISTORY_DAY = 200_000;

  /** The first booking day, but for history. */
  public static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  /** The most days of history there may be. */
  public static final int MAX_HISTORY_DAYS = 3650;

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public JournalParameters {
    require("rowsPerDay", rowsPerDay, 1, 100_000_000);
    require("days", days, 1, 3650);
    require("historyDays", historyDays, 0, MAX_HISTORY_DAYS);
    require("accounts", accounts, 2, 100_000);
    if (!(skew >= 0 && skew <= 3)) {
      throw new IllegalArgumentException("skew must be 0 to 3, not " + skew);
    }
  }

  /**
   * A journal without history whose day of 1,000,000 entries has about 35,000 distinct account
   * pairs.
   */
  public static JournalParameters of(int rowsPerDay, int days) {
    return new JournalParameters(20_260_101, rowsPerDay, days, 0, 300, 1.3);
  }

  /** These parameters with another seed. */
  public JournalParameters withSeed(long other) {
    return new JournalParameters(other, rowsPerDay, days, historyDays, accounts, skew);
  }

  /** These parameters with other days of history. */
  public JournalParameters withHistoryDays(int number) {
    return new JournalParameters(seed, rowsPerDay, days, number, accounts, skew);
  }

  /** The entries of each day of history: a fifth of a day's, at least 1 and at most 200,000. */
  public int rowsPerHistoryDay() {
    return Math.max(1, Math.min(MAX_ROWS_PER_HISTORY_DAY, rowsPerDay / DAY_TO_HISTORY_DAY));
  }

  /**
   * A booking day.
   *
   * @param index 0 to {@code days - 1}; of history less and more
   * @throws IllegalArgumentException if there is no such day
   */
  public LocalDate day(int index) {
    require("day", index, firstIndex(), endIndex() - 1);
    return FIRST_DAY.plusDays(index);
  }

  /** All booking days but those of history, in order. */
  public List<LocalDate> dayList() {
    return IntStream.range(0, days).mapToObj(this::day).toList();
  }

  /** The first day that has entries, be it of history. */
  public LocalDate firstDay() {
    return day(firstIndex());
  }

  /** The last day that has entries, be it of history. */
  public LocalDate lastDay() {
    return day(endIndex() - 1);
  }

  /** The entries of all days, those of history too. */
  public long rows() {
    return place(endIndex());
  }

  /** The index of the first day. */
  int firstIndex() {
    return -(historyDays / 2);
  }

  /** The index after that of the last day. */
  int endIndex() {
    return firstIndex() + historyDays + days;
  }

  /** The entries of the day of an index. */
  int rows(int index) {
    return index >= 0 && index < days ? rowsPerDay : rowsPerHistoryDay();
  }

  /** The number of all entries before those of a day. */
  long place(int index) {
    int wholeDays = Math.max(0, Math.min(days, index));
    return (long) wholeDays * rowsPerDay
        + (long) (index - wholeDays - firstIndex()) * rowsPerHistoryDay();
  }

  /** The index of the day that the entry at a place is of, places being counted from 0. */
  int indexAt(long place) {
    long first = place(0);
    long end = place(days);
    if (place < first) {
      return firstIndex() + (int) (place / rowsPerHistoryDay());
    }
    return place < end
        ? (int) ((place - first) / rowsPerDay)
        : days + (int) ((place - end) / rowsPerHistoryDay());
  }

  /** Whether there are entries on a day. */
  boolean has(LocalDate day) {
    return !day.isBefore(firstDay()) && !day.isAfter(lastDay());
  }

  /** The index of a day that there are entries on. */
  int indexOf(LocalDate day) {
    return (int) ChronoUnit.DAYS.between(FIRST_DAY, day);
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(name, min, max, value));
    }
  }
}
