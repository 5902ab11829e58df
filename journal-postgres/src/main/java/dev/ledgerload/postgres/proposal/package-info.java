/**
 * Proposes a {@link dev.ledgerload.spi.JournalSchema} for a table that nobody has described yet, by
 * what the database's catalogue, its statistics and a bounded look at the rows tell.
 *
 * <p>Start at {@link dev.ledgerload.postgres.proposal.JournalProposal}; which names are taken for
 * what is in {@link dev.ledgerload.postgres.proposal.NameRules}.
 */
@NullMarked
package dev.ledgerload.postgres.proposal;

import org.jspecify.annotations.NullMarked;
