package dev.ledgerload.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What processing makes of a day: its entries grouped by the journal's keys, with the sums of its
 * measures, ranked. Immutable.
 *
 * <p>Every strategy and every processor gives equal totals for the same day, to the last digit.
 * Groups are there whatever their sums, but for a journal of {@link
 * JournalSchema#onlyPositiveTotals()}: of that, just those whose first sum is more than 0.
 *
 * @param day the day
 * @param groups the groups in {@link #ORDER}; no two have the same keys
 */
public record Totals(LocalDate day, List<Group> groups) {

  /**
   * The entries of a day with the same keys. NULL is a key as any other: entries without a value
   * form groups of their own.
   *
   * <p>Equal to a group with equal keys, equal sums and as many entries. Keys are of the classes
   * that {@link KeyOrder} lists, and equal where they are held alike: texts by each byte, whatever
   * the database's collation says.
   *
   * @param keys the values of {@link JournalSchema#keys()}, in that order, null for NULL
   * @param sums those of {@link JournalSchema#measures()}, in that order, exact and at the
   *     measure's scale; null, as in SQL, where all of the group's values are NULL
   * @param entries the number of entries, at least 1, those whose measures are NULL included
   */
  public record Group(List<@Nullable Object> keys, List<@Nullable BigDecimal> sums, long entries) {
    public Group {
      keys = copyOf(keys);
      sums = copyOf(sums);
    }

    private static <T extends @Nullable Object> List<T> copyOf(List<T> values) {
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) == null) { // which List.copyOf would refuse
          return Collections.unmodifiableList(new ArrayList<>(values));
        }
      }
      return List.copyOf(values);
    }
  }

  /**
   * The order of groups: the larger first sum first, NULL last; equal sums by the keys, one after
   * the other, each by {@link KeyOrder}.
   */
  public static final Comparator<Group> ORDER =
      Comparator.<Group, @Nullable BigDecimal>comparing(
              group -> group.sums().get(0),
              Comparator.nullsLast(Comparator.<BigDecimal>reverseOrder()))
          .thenComparing(Totals::compareKeys);

  public Totals {
    groups = List.copyOf(groups);
  }

  private static int compareKeys(Group left, Group right) {
    int order = 0;
    for (int i = 0; order == 0 && i < left.keys().size(); i++) {
      order = KeyOrder.compare(left.keys().get(i), right.keys().get(i));
    }
    return order;
  }
}
