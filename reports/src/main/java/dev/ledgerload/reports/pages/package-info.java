/**
 * Turns a run's results into HTML, Markdown and metrics.
 *
 * <p>Start at {@link dev.ledgerload.reports.pages.RunReport}, which writes everything that is made
 * of a run; {@link dev.ledgerload.reports.pages.RunComparisonReport} sets runs side by side, and
 * {@link dev.ledgerload.reports.pages.ReadmeSection} keeps a README's table true to one. Knows all
 * packages of reports but that of a verdict's files. Everything public is immutable or stateless
 * and safe for use by any thread.
 */
@NullMarked
package dev.ledgerload.reports.pages;

import org.jspecify.annotations.NullMarked;
