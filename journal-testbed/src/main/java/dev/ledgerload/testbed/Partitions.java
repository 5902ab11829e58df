package dev.ledgerload.testbed;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** The partitions, by ranges of booking days, that a seeded journal's table has. */
public enum Partitions {
  /** None: it is a plain table. */
  NONE(""),
  /** One for each day. */
  DAY("uuuuMMdd"),
  /** One for each month that has a day. */
  MONTH("uuuuMM");

  private final DateTimeFormatter suffix;

  Partitions(String suffix) {
    this.suffix = DateTimeFormatter.ofPattern(suffix);
  }

  /** The first day of the partition that a day is in. */
  LocalDate first(LocalDate day) {
    return this == MONTH ? day.withDayOfMonth(1) : day;
  }

  /** The first day after it. */
  LocalDate end(LocalDate day) {
    return this == MONTH ? first(day).plusMonths(1) : day.plusDays(1);
  }

  /** What its name ends with. */
  String suffix(LocalDate day) {
    return "_" + suffix.format(day);
  }
}
