package dev.ledgerload.testbed;

/**
 * One entry at a time, each from its position alone. A cursor: {@link #moveTo} sets the fields. Not
 * thread-safe; the tables it is made from are shared.
 */
final class EntryGenerator {
  /*
   * Every field comes from a draw of its own, keyed by (seed, day, row), so any entry can be made
   * without those before it, and what one field is says nothing of the next.
   */
  static final int CODES = 5;
  static final int NULL_CODE = -1;

  private static final int ZERO_EVERY = 4000; // entries, on average
  private static final int REVERSAL_EVERY = 25;
  private static final int ROUND_EVERY = 16;

  private final JournalTables tables;
  private final long seedKey;

  long id;
  int debit;
  int credit;
  long cents;
  final int[] code = new int[CODES];

  EntryGenerator(JournalTables tables) {
    this.tables = tables;
    this.seedKey = Mix.mix(tables.parameters().seed());
  }

  void moveTo(int day, int row) {
    long key = Mix.mix(seedKey + ((long) day << 32) + row);
    id = tables.parameters().place(day) + row + 1;
    int accounts = tables.accounts().size();
    debit = tables.accountRanks().pick(Mix.draw(key, 1));
    credit = tables.accountRanks().pick(Mix.draw(key, 2));
    if (credit == debit) {
      credit = debit + 1 == accounts ? 0 : debit + 1;
    }
    cents = cents(Mix.draw(key, 3), Mix.draw(key, 4));
    for (int i = 0; i < CODES; i++) {
      code[i] = code(i, Mix.draw(key, 5 + i));
    }
  }

  private long cents(long draw, long kind) {
    if (Mix.lower(kind, ZERO_EVERY) == 0) {
      return 0;
    }
    long amount = tables.amounts().pick(draw);
    if (((kind >>> 32) & (ROUND_EVERY - 1)) == 0) {
      amount = amount - amount % 10_000 + 10_000; // whole hundreds
    }
    return Mix.upper(kind << 8, REVERSAL_EVERY) == 0 ? -amount : amount;
  }

  /** NULL in the column's share; else an index, low ones more often. */
  private int code(int column, long draw) {
    if (Mix.lower(draw, 100) < JournalTables.NULL_PERCENT[column]) {
      return NULL_CODE;
    }
    int size = tables.codes().get(column).size();
    long u = draw >>> 32;
    long skewed = (u + ((u * u) >>> 32)) >>> 1;
    return (int) ((skewed * size) >>> 32);
  }
}
