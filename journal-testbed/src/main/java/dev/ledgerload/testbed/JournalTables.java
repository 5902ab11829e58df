package dev.ledgerload.testbed;

import java.util.List;

/** What the entries of a journal are picked from. Immutable; shared by all its generators. */
record JournalTables(
    JournalParameters parameters,
    CodeList accounts,
    AliasTable accountRanks,
    AmountTable amounts,
    List<CodeList> codes) {

  /** The share of NULL in t_1 to t_5. */
  static final int[] NULL_PERCENT = {0, 10, 35, 60, 80};

  private static final int[] CARDINALITY = {12, 60, 800, 5_000, 20_000};

  static JournalTables of(JournalParameters parameters) {
    return new JournalTables(
        parameters,
        CodeList.accounts(parameters.accounts()),
        new AliasTable(parameters.accounts(), parameters.skew()),
        new AmountTable(),
        List.of(codes(0), codes(1), codes(2), codes(3), codes(4)));
  }

  private static CodeList codes(int column) {
    return CodeList.analysisCodes(column + 1, CARDINALITY[column]);
  }
}
