/**
 * What a run measured, and its file.
 *
 * <p>Start at {@link dev.ledgerload.reports.results.RunResults}, as it stands in {@code
 * results.json}: {@link dev.ledgerload.reports.results.Cell} by cell, with the {@link
 * dev.ledgerload.reports.results.Environment} it was measured in. Nothing here knows a database, a
 * loader or another package of reports.
 *
 * <p>Times are {@code double} milliseconds unless a name says otherwise. A parameter or result may
 * be {@code null} only where {@code @Nullable} says so. Everything public is immutable or stateless
 * and safe for use by any thread.
 */
@NullMarked
package dev.ledgerload.reports.results;

import org.jspecify.annotations.NullMarked;
