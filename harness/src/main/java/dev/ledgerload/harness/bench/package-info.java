/**
 * Measures every loader on the class path, side by side.
 *
 * <p>Start at {@link dev.ledgerload.harness.bench.BenchRun}: it plans what to measure, runs each
 * fork of each cell as a JMH run of its own in an order of its own, and makes a run's results.
 */
@NullMarked
package dev.ledgerload.harness.bench;

import org.jspecify.annotations.NullMarked;
