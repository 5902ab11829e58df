package dev.ledgerload.testbed;

import java.util.ArrayList;
import java.util.List;

/** The exact sum and the number of a pair's entries on a day; accounts by rank. */
record PairSum(int debit, int credit, long cents, long count) {

  /** All pairs of a day, in no particular order. */
  static List<PairSum> of(JournalTables tables, int day) {
    var entry = new EntryGenerator(tables);
    var sums = new Sums(tables.accounts().size());
    int rows = tables.parameters().rows(day);
    for (int row = 0; row < rows; row++) {
      entry.moveTo(day, row);
      sums.add(entry);
    }
    return sums.list();
  }

  /** A hash table of pairs with open addressing, at most half full. */
  private static final class Sums {
    private final long accounts;
    private long[] pairs = new long[1 << 12]; // 0 where a slot is free, else the pair plus 1
    private long[] cents = new long[pairs.length];
    private long[] counts = new long[pairs.length];
    private int size;

    Sums(int accounts) {
      this.accounts = accounts;
    }

    void add(EntryGenerator entry) {
      long pair = entry.debit * accounts + entry.credit + 1;
      int slot = slot(pair);
      if (pairs[slot] == 0) {
        pairs[slot] = pair;
        size++;
      }
      cents[slot] = Math.addExact(cents[slot], entry.cents);
      counts[slot]++;
      if (size > pairs.length / 2) {
        grow();
      }
    }

    private int slot(long pair) {
      int mask = pairs.length - 1;
      int slot = (int) Mix.mix(pair) & mask;
      while (pairs[slot] != 0 && pairs[slot] != pair) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private void grow() {
      var oldPairs = pairs;
      var oldCents = cents;
      var oldCounts = counts;
      pairs = new long[2 * oldPairs.length];
      cents = new long[pairs.length];
      counts = new long[pairs.length];
      for (int i = 0; i < oldPairs.length; i++) {
        if (oldPairs[i] != 0) {
          int slot = slot(oldPairs[i]);
          pairs[slot] = oldPairs[i];
          cents[slot] = oldCents[i];
          counts[slot] = oldCounts[i];
        }
      }
    }

    List<PairSum> list() {
      List<PairSum> list = new ArrayList<>(size);
      for (int i = 0; i < pairs.length; i++) {
        if (pairs[i] != 0) {
          int debit = (int) ((pairs[i] - 1) / accounts);
          int credit = (int) ((pairs[i] - 1) % accounts);
          list.add(new PairSum(debit, credit, cents[i], counts[i]));
        }
      }
      return list;
    }
  }
}
