package dev.ledgerload.postgres.proposal;

import java.util.Comparator;
import java.util.Optional;

/** Which column is the booking day. */
final class DayChoice {
  private static final double LEAST = 10;
  private static final double OF_NOT_NULL = 8;
  private static final double OF_INDEX = 4;
  private static final double OF_DATE = 2;
  private static final double OF_ALL_NULL = -100;

  private DayChoice() {}

  /** The best; empty if no column can be a day. */
  static Optional<CatalogueColumn> of(CatalogueTable table) {
    return table.columns().stream()
        .filter(column -> column.isMoment() && column.readable() && score(column) >= LEAST)
        .max(Comparator.comparingDouble(DayChoice::score));
  }

  /** By its name first; a day that each entry has, that is indexed, or a date is more likely it. */
  private static double score(CatalogueColumn column) {
    int weight = NameRules.weight(NameRules.DAYS, column.name());
    if (weight == 0) {
      return 0;
    }
    return weight
        + (column.notNull() ? OF_NOT_NULL : 0)
        + (column.leadsIndex() ? OF_INDEX : 0)
        + (column.type().equals("date") ? OF_DATE : 0)
        + column.nullShare().orElse(0) * OF_ALL_NULL;
  }
}
