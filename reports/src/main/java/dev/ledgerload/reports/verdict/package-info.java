/**
 * The files of a gate: its verdict and the history of many.
 *
 * <p>Start at {@link dev.ledgerload.reports.verdict.VerdictFiles}. What a verdict is, and how it
 * comes about, is in {@link dev.ledgerload.reports.gate}. Everything public is immutable or
 * stateless and safe for use by any thread.
 */
@NullMarked
package dev.ledgerload.reports.verdict;

import org.jspecify.annotations.NullMarked;
