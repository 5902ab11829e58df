/**
 * Sets what was measured side by side: methods of a run, variants, processors, sizes, and runs.
 *
 * <p>Start at {@link dev.ledgerload.reports.compare.Comparison}, all methods at one number of
 * entries, and {@link dev.ledgerload.reports.compare.RunComparison}, several runs cell by cell.
 * Knows results only. {@link dev.ledgerload.reports.compare.Figures} says how numbers are written,
 * here and in all that is drawn or written of them. Everything public is immutable or stateless.
 */
@NullMarked
package dev.ledgerload.reports.compare;

import org.jspecify.annotations.NullMarked;
