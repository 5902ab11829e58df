/**
 * Draws comparisons, as files and as parts of a page.
 *
 * <p>Start at {@link dev.ledgerload.reports.charts.ChartPictures}, the charts of a run. Knows
 * results and comparisons. Everything public is immutable or stateless.
 */
@NullMarked
package dev.ledgerload.reports.charts;

import org.jspecify.annotations.NullMarked;
