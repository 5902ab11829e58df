package dev.ledgerload.processing;

import dev.ledgerload.spi.Totals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * The positive sums of account pairs, each pair at most once, in any order until they are ranked.
 */
final class PairSums {
  /** The least number of 39 digits. */
  private static final BigInteger TOO_BIG = BigInteger.TEN.pow(38);

  private final Accounts debits;
  private final Accounts credits;
  private int[] debitCodes = new int[1024];
  private int[] creditCodes = new int[1024];
  private long[] counts = new long[1024];
  private long[] lows = new long[1024];
  private long[] highs = new long[1024];
  private int size;

  PairSums(Accounts debits, Accounts credits) {
    this.debits = debits;
    this.credits = credits;
  }

  Accounts debits() {
    return debits;
  }

  Accounts credits() {
    return credits;
  }

  /** Adds a pair whose unscaled sum fits a long; leaves out one that isn't positive. */
  void add(int debitCode, int creditCode, long count, long sum) {
    if (sum > 0) {
      append(debitCode, creditCode, count, sum, 0);
    }
  }

  /**
   * Adds a pair's unscaled sum; leaves out one that isn't positive.
   *
   * @throws ArithmeticException if it has more than 38 digits
   */
  void add(int debitCode, int creditCode, long count, BigInteger sum) {
    if (sum.abs().compareTo(TOO_BIG) >= 0) {
      throw new ArithmeticException(
          "the sum of debit account %s and credit account %s needs more than 38 digits"
              .formatted(debits.name(debitCode), credits.name(creditCode)));
    }
    if (sum.signum() > 0) {
      append(debitCode, creditCode, count, sum.longValue(), sum.shiftRight(Long.SIZE).longValue());
    }
  }

  private void append(int debitCode, int creditCode, long count, long low, long high) {
    if (size == lows.length) {
      debitCodes = Arrays.copyOf(debitCodes, 2 * size);
      creditCodes = Arrays.copyOf(creditCodes, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
      lows = Arrays.copyOf(lows, 2 * size);
      highs = Arrays.copyOf(highs, 2 * size);
    }
    debitCodes[size] = debitCode;
    creditCodes[size] = creditCode;
    counts[size] = count;
    lows[size] = low;
    highs[size] = high;
    size++;
  }

  /** The pairs as {@link Totals} ranks them. */
  Totals ranked(LocalDate day, int scale) {
    var order = order();
    var groups = new Totals.Group[size];
    for (int rank = 0; rank < size; rank++) {
      int pair = order.at(rank);
      groups[rank] =
          new Totals.Group(
              Arrays.asList(debits.name(debitCodes[pair]), credits.name(creditCodes[pair])),
              List.of(amount(pair, scale)),
              counts[pair]);
    }
    return new Totals(day, List.of(groups));
  }

  private RankOrder order() {
    var order = new RankOrder(size);
    var keys = new long[size];
    for (int pair = 0; pair < size; pair++) {
      keys[pair] =
          (long) debits.rank(debitCodes[pair]) * credits.codes() + credits.rank(creditCodes[pair]);
    }
    order.sortBy(keys);
    for (var words : List.of(lows, highs)) { // complements: the largest first
      for (int pair = 0; pair < size; pair++) {
        keys[pair] = ~words[pair];
      }
      order.sortBy(keys);
    }
    return order;
  }

  private BigDecimal amount(int pair, int scale) {
    if (highs[pair] == 0 && lows[pair] >= 0) {
      return BigDecimal.valueOf(lows[pair], scale);
    }
    return new BigDecimal(Int128.toBigInteger(lows[pair], highs[pair]), scale);
  }
}
