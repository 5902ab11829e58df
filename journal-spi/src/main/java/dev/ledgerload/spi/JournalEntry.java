package dev.ledgerload.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the journal. A component is null where the database holds NULL, or where the column
 * was not loaded.
 *
 * @param id the entry's number
 * @param trxDate the booking day
 * @param accDebit the account debited
 * @param accCredit the account credited
 * @param amount the amount booked, at the scale of the column
 * @param t1 the first analysis code
 * @param t2 the second analysis code
 * @param t3 the third analysis code
 * @param t4 the fourth analysis code
 * @param t5 the fifth analysis code
 */
public record JournalEntry(
    @Nullable Long id,
    @Nullable LocalDate trxDate,
    @Nullable String accDebit,
    @Nullable String accCredit,
    @Nullable BigDecimal amount,
    @Nullable String t1,
    @Nullable String t2,
    @Nullable String t3,
    @Nullable String t4,
    @Nullable String t5) {}
