package dev.ledgerload.rivals;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An entry as most would write its class. */
record Entry(
    long id,
    LocalDate trxDate,
    String accDebit,
    String accCredit,
    BigDecimal amount,
    @Nullable String t1,
    @Nullable String t2,
    @Nullable String t3,
    @Nullable String t4,
    @Nullable String t5)
    implements LedgerEntry {}
