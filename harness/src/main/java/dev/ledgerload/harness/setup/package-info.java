/**
 * What is measured, made ready: servers, a day with its right answer, and what strategies need
 * besides. Benchmarks and gate both start here.
 *
 * <p>A {@link dev.ledgerload.harness.setup.JournalPreparation} gives {@link
 * dev.ledgerload.harness.setup.Target}s, which the JVMs that are measured read from files; what was
 * made for them is gone when the {@link dev.ledgerload.harness.setup.Installations} are closed.
 */
@NullMarked
package dev.ledgerload.harness.setup;

import org.jspecify.annotations.NullMarked;
