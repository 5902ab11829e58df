package dev.ledgerload.processing;

import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Totals as one would write them down without a thought for speed: what the others must give. */
final class NaiveTotals {
  private NaiveTotals() {}

  static Totals of(TestTables tables, List<TestTables.Row> rows) {
    List<KeyedTables.Row> keyed = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var amount = row.amount() == null ? null : row.amount().setScale(tables.scale());
      keyed.add(
          new KeyedTables.Row(
              Arrays.asList(
                  name(tables.debits(), row.debit()), name(tables.credits(), row.credit())),
              Arrays.asList(amount),
              tables.entries(i)));
    }
    return of(keyed, true);
  }

  static Totals of(List<KeyedTables.Row> rows, boolean onlyPositive) {
    Map<List<@Nullable Object>, Group> groups = new HashMap<>();
    for (var row : rows) {
      var group = new Group(row.keys(), row.amounts(), row.entries());
      groups.merge(group.keys(), group, NaiveTotals::add);
    }
    return new Totals(
        TestTables.DAY,
        groups.values().stream()
            .filter(group -> !onlyPositive || isPositive(group.sums().get(0)))
            .sorted(Totals.ORDER)
            .toList());
  }

  private static boolean isPositive(@Nullable BigDecimal sum) {
    return sum != null && sum.signum() > 0;
  }

  private static Group add(Group one, Group other) {
    List<@Nullable BigDecimal> sums = new ArrayList<>();
    for (int i = 0; i < one.sums().size(); i++) {
      sums.add(sum(one.sums().get(i), other.sums().get(i)));
    }
    return new Group(one.keys(), sums, one.entries() + other.entries());
  }

  private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null ? other : other == null ? one : one.add(other);
  }

  private static @Nullable String name(List<String> accounts, @Nullable Integer index) {
    return index == null ? null : accounts.get(index);
  }
}
