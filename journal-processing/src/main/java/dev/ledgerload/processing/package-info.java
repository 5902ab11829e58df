/**
 * From a loaded day to its totals.
 *
 * <p>Start at {@link dev.ledgerload.processing.TotalsProcessor}: it makes {@link
 * dev.ledgerload.spi.Totals} of a {@link dev.ledgerload.spi.JournalTable}. {@link
 * dev.ledgerload.processing.TotalsProcessors} gives one by name, and {@link
 * dev.ledgerload.processing.ProcessedTotalsSource} joins it to a source that loads.
 *
 * <p>Sums are exact at the scale of each measure, whatever their size. A parameter or result may be
 * {@code null} only where {@code @Nullable} says so.
 */
@NullMarked
package dev.ledgerload.processing;

import org.jspecify.annotations.NullMarked;
