package dev.ledgerload.rivals;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An entry as an object. */
interface LedgerEntry {
  long id();

  LocalDate trxDate();

  String accDebit();

  String accCredit();

  BigDecimal amount();

  @Nullable String t1();

  @Nullable String t2();

  @Nullable String t3();

  @Nullable String t4();

  @Nullable String t5();

  /** The values in the order of {@link DayQuery#COLUMNS}. */
  default @Nullable Object[] values() {
    return new @Nullable Object[] {
      id(), trxDate(), accDebit(), accCredit(), amount(), t1(), t2(), t3(), t4(), t5()
    };
  }
}
