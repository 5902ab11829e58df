package dev.ledgerload.spi;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An account pair's place in a day's {@link Totals}. Entries without an account on a side form
 * pairs of their own, with null for that side.
 *
 * @param journalId the rank, from 1
 * @param accountDebit the account debited
 * @param accountCredit the account credited
 * @param totalAmount the sum of the pair's amounts, more than zero, at the scale of the journal's
 *     amount column
 */
public record PairTotal(
    int journalId,
    @Nullable String accountDebit,
    @Nullable String accountCredit,
    BigDecimal totalAmount) {}
