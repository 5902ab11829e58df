package dev.ledgerload.processing;

import dev.ledgerload.spi.Totals;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Totals as one would write them down without a thought for speed: what the others must give. */
final class NaiveTotals {
  private NaiveTotals() {}

  static Totals of(TestTables tables, List<TestTables.Row> rows) {
    Map<List<@Nullable Object>, Totals.Group> groups = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      List<@Nullable Object> keys =
          Arrays.asList(name(tables.debits(), row.debit()), name(tables.credits(), row.credit()));
      var amount = row.amount() == null ? null : row.amount().setScale(tables.scale());
      groups.merge(
          keys, new Totals.Group(keys, Arrays.asList(amount), tables.entries(i)), NaiveTotals::add);
    }
    var ranked =
        groups.values().stream()
            .filter(group -> group.sums().get(0) != null && group.sums().get(0).signum() > 0)
            .sorted(Totals.ORDER)
            .toList();
    return new Totals(TestTables.DAY, ranked);
  }

  private static Totals.Group add(Totals.Group one, Totals.Group other) {
    return new Totals.Group(
        one.keys(),
        Arrays.asList(sum(one.sums().get(0), other.sums().get(0))),
        one.entries() + other.entries());
  }

  private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null ? other : other == null ? one : one.add(other);
  }

  private static @Nullable String name(List<String> accounts, @Nullable Integer index) {
    return index == null ? null : accounts.get(index);
  }
}
