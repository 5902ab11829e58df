package dev.ledgerload.processing;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Groups with their sums, each at most once, in any order until they are ranked. They are added one
 * after the other: {@link #begin} a group, tell each of its sums, and {@link #end} it.
 */
final class GroupSums {
  /** The least number of 39 digits. */
  private static final BigInteger TOO_BIG = BigInteger.TEN.pow(38);

  /** The high word of a sum that is NULL: less than that of any sum of 38 digits. */
  private static final long NULL = Long.MIN_VALUE;

  private final boolean inKeyOrder;
  private final TotalsColumns columns;
  private final KeyValues[] keys;
  private final int[][] codes; // by key
  private final long[][] lows; // by measure
  private final long[][] highs; // by measure; empty as long as they are only the signs of the lows
  private long[] entries;
  private int size;

  /**
   * @param room for how many groups to begin with
   * @param inKeyOrder whether the groups will come in the order of their keys
   */
  GroupSums(TotalsColumns columns, List<KeyValues> keys, int room, boolean inKeyOrder) {
    this.inKeyOrder = inKeyOrder;
    this.columns = columns;
    this.keys = keys.toArray(KeyValues[]::new);
    entries = new long[Math.max(1, room)];
    codes = new int[keys.size()][entries.length];
    lows = new long[columns.measures().size()][entries.length];
    highs = new long[lows.length][0];
  }

  /**
   * Begins a group.
   *
   * @param codeByKey not kept
   */
  void begin(int[] codeByKey, long numberOfEntries) {
    if (size == entries.length) {
      grow();
    }
    for (int key = 0; key < codes.length; key++) {
      codes[key][size] = codeByKey[key];
    }
    entries[size] = numberOfEntries;
  }

  private void grow() {
    entries = Arrays.copyOf(entries, 2 * size);
    for (int key = 0; key < codes.length; key++) {
      codes[key] = Arrays.copyOf(codes[key], 2 * size);
    }
    for (int measure = 0; measure < lows.length; measure++) {
      lows[measure] = Arrays.copyOf(lows[measure], 2 * size);
      if (highs[measure].length > 0) {
        highs[measure] = Arrays.copyOf(highs[measure], 2 * size);
      }
    }
  }

  /** Tells an unscaled sum that fits a long. */
  void sum(int measure, long sum) {
    lows[measure][size] = sum;
    if (highs[measure].length > 0) {
      highs[measure][size] = sum >> 63;
    }
  }

  /**
   * Tells an unscaled sum.
   *
   * @throws ArithmeticException if it has more than 38 digits
   */
  void sum(int measure, BigInteger sum) {
    if (sum.abs().compareTo(TOO_BIG) >= 0) {
      throw new ArithmeticException(
          "the sum of %s of %s needs more than 38 digits"
              .formatted(columns.measures().get(measure), keysText()));
    }
    sum(measure, sum.longValue(), sum.shiftRight(Long.SIZE).longValue());
  }

  private String keysText() {
    return IntStream.range(0, codes.length)
        .mapToObj(key -> keys[key].text(codes[key][size]))
        .collect(joining(", "));
  }

  /** Tells that a sum is NULL. */
  void sumIsNull(int measure) {
    sum(measure, 0, NULL);
  }

  private void sum(int measure, long low, long high) {
    if (highs[measure].length == 0) {
      highs[measure] = new long[entries.length];
      for (int group = 0; group < size; group++) {
        highs[measure][group] = lows[measure][group] >> 63;
      }
    }
    lows[measure][size] = low;
    highs[measure][size] = high;
  }

  private long high(int measure, int group) {
    return highs[measure].length > 0 ? highs[measure][group] : lows[measure][group] >> 63;
  }

  /** Ends a group, all of whose sums were told; leaves it out if totals are without it. */
  void end() {
    long high = high(0, size);
    if (!columns.onlyPositive() || high > 0 || (high == 0 && lows[0][size] != 0)) {
      size++;
    }
  }

  /**
   * The groups as {@link Totals} ranks them.
   *
   * @param scales by measure
   */
  Totals ranked(LocalDate day, int[] scales) {
    var order = order();
    var groups = new Group[size];
    for (int rank = 0; rank < size; rank++) {
      groups[rank] = group(order.at(rank), scales);
    }
    return new Totals(day, List.of(groups));
  }

  private RankOrder order() {
    var order = new RankOrder(size);
    var words = new long[size];
    for (int last = inKeyOrder ? -1 : keys.length - 1; last >= 0; ) { // the least significant first
      last = ranks(last, words);
      order.sortBy(words);
    }
    boolean wide = highs[0].length > 0;
    for (int group = 0; group < size; group++) { // complements: the largest first
      words[group] = wide ? ~lows[0][group] : ~lows[0][group] ^ Long.MIN_VALUE;
    }
    order.sortBy(words);
    if (wide) {
      for (int group = 0; group < size; group++) {
        words[group] = ~highs[0][group] ^ Long.MIN_VALUE; // signed, and NULL the last
      }
      order.sortBy(words);
    }
    return order;
  }

  /**
   * Ranks the groups by their last keys, as many as a long has room for.
   *
   * @return the last key that has yet to be ranked by; -1 if there is none
   */
  private int ranks(int last, long[] ranks) {
    Arrays.fill(ranks, 0);
    long possible = 1;
    int key = last;
    while (key >= 0 && possible <= Long.MAX_VALUE / keys[key].codes()) {
      var values = keys[key];
      for (int group = 0; group < size; group++) {
        ranks[group] += possible * values.rank(codes[key][group]);
      }
      possible *= values.codes();
      key--;
    }
    return key;
  }

  private Group group(int group, int[] scales) {
    return new Group(keysOf(group), sumsOf(group, scales), entries[group]);
  }

  /** One or two, which is usual, need no array in between. */
  private List<@Nullable Object> keysOf(int group) {
    var first = value(0, group);
    var last = value(codes.length - 1, group);
    if (codes.length <= 2 && first != null && last != null) {
      return codes.length == 1 ? List.of(first) : List.of(first, last);
    }
    var values = new @Nullable Object[codes.length];
    Arrays.setAll(values, key -> value(key, group));
    return Arrays.asList(values);
  }

  private @Nullable Object value(int key, int group) {
    return keys[key].value(codes[key][group]);
  }

  private List<@Nullable BigDecimal> sumsOf(int group, int[] scales) {
    var first = sum(0, group, scales[0]);
    if (lows.length == 1 && first != null) {
      return List.of(first);
    }
    var sums = new @Nullable BigDecimal[lows.length];
    Arrays.setAll(sums, measure -> sum(measure, group, scales[measure]));
    return Arrays.asList(sums);
  }

  private @Nullable BigDecimal sum(int measure, int group, int scale) {
    long low = lows[measure][group];
    long high = high(measure, group);
    if (high == low >> 63) {
      return BigDecimal.valueOf(low, scale);
    }
    return high == NULL ? null : new BigDecimal(Int128.toBigInteger(low, high), scale);
  }
}
