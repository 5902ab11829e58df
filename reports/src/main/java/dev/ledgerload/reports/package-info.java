/**
 * Turns a run's results into a comparison table, charts, Markdown, HTML and metrics.
 *
 * <p>Start at {@link dev.ledgerload.reports.RunResults}, what a run measured, as it stands in
 * {@code results.json}; {@link dev.ledgerload.reports.RunReport} writes everything that is made of
 * it, {@link dev.ledgerload.reports.RunComparisonReport} sets runs side by side, and {@link
 * dev.ledgerload.reports.ReadmeSection} keeps a README's table true to it. Nothing here knows a
 * database or a loader.
 *
 * <p>Times are {@code double} milliseconds unless a name says otherwise. A parameter or result may
 * be {@code null} only where {@code @Nullable} says so. Everything public is immutable or stateless
 * and safe for use by any thread.
 */
@NullMarked
package dev.ledgerload.reports;

import org.jspecify.annotations.NullMarked;
