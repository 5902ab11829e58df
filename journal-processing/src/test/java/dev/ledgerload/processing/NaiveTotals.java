package dev.ledgerload.processing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.nullsLast;

import dev.ledgerload.spi.PairTotal;
import dev.ledgerload.spi.Totals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Totals as one would write them down without a thought for speed: what the others must give. */
final class NaiveTotals {
  private record Pair(@Nullable String debit, @Nullable String credit) {}

  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private NaiveTotals() {}

  static Totals of(TestTables tables, List<TestTables.Row> rows) {
    Map<Pair, BigDecimal> sums = new HashMap<>();
    for (var row : rows) {
      if (row.amount() != null) {
        var pair =
            new Pair(name(tables.debits(), row.debit()), name(tables.credits(), row.credit()));
        sums.merge(pair, row.amount().setScale(tables.scale()), BigDecimal::add);
      }
    }
    var pairs =
        sums.entrySet().stream()
            .filter(entry -> entry.getValue().signum() > 0)
            .sorted(
                Comparator.comparing((Map.Entry<Pair, BigDecimal> entry) -> entry.getValue())
                    .reversed()
                    .thenComparing(entry -> entry.getKey().debit(), nullsLast(BY_BYTES))
                    .thenComparing(entry -> entry.getKey().credit(), nullsLast(BY_BYTES)))
            .toList();
    List<PairTotal> ranked = new ArrayList<>();
    for (var pair : pairs) {
      ranked.add(
          new PairTotal(
              ranked.size() + 1, pair.getKey().debit(), pair.getKey().credit(), pair.getValue()));
    }
    return new Totals(TestTables.DAY, ranked);
  }

  private static @Nullable String name(List<String> accounts, @Nullable Integer index) {
    return index == null ? null : accounts.get(index);
  }
}
