package dev.ledgerload.testbed;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a seeded journal is determined by: the same parameters give the same journal, to the bit, on
 * every machine. Immutable.
 *
 * @param seed any number; another seed gives other entries of the same kind
 * @param rowsPerDay entries of each day, 1 to 100,000,000
 * @param days booking days, 1 to 3,650, one after the other from {@link #FIRST_DAY}
 * @param accounts accounts there are, 2 to 100,000
 * @param skew how unequally they are used: the account of rank r in proportion to {@code r^-skew};
 *     0 (all alike) to 3
 */
public record JournalParameters(long seed, int rowsPerDay, int days, int accounts, double skew) {

  /** The first booking day. */
  public static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public JournalParameters {
    require("rowsPerDay", rowsPerDay, 1, 100_000_000);
    require("days", days, 1, 3650);
    require("accounts", accounts, 2, 100_000);
    if (!(skew >= 0 && skew <= 3)) {
      throw new IllegalArgumentException("skew must be 0 to 3, not " + skew);
    }
  }

  /** A journal whose day of 1,000,000 entries has about 35,000 distinct account pairs. */
  public static JournalParameters of(int rowsPerDay, int days) {
    return new JournalParameters(20_260_101, rowsPerDay, days, 300, 1.3);
  }

  /** These parameters with another seed. */
  public JournalParameters withSeed(long other) {
    return new JournalParameters(other, rowsPerDay, days, accounts, skew);
  }

  /**
   * A booking day.
   *
   * @param index 0 to {@code days - 1}
   * @throws IllegalArgumentException if there is no such day
   */
  public LocalDate day(int index) {
    require("day", index, 0, days - 1);
    return FIRST_DAY.plusDays(index);
  }

  /** All booking days, in order. */
  public List<LocalDate> dayList() {
    return IntStream.range(0, days).mapToObj(this::day).toList();
  }

  /** The entries of all days. */
  public long rows() {
    return (long) rowsPerDay * days;
  }

  /** The index of a booking day; -1 if the journal has no entries on it. */
  int indexOf(LocalDate day) {
    long index = ChronoUnit.DAYS.between(FIRST_DAY, day);
    return index >= 0 && index < days ? (int) index : -1;
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(name, min, max, value));
    }
  }
}
