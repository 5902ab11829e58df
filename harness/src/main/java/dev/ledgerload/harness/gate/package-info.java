/**
 * Measures two builds in turns, for the decision of {@link dev.ledgerload.reports.gate.Gate}.
 *
 * <p>Start at {@link dev.ledgerload.harness.gate.GateRun}: it starts servers, runs pairs of fresh
 * JVMs in an order of its own, notes every trial in a file that a later run can go on from, and
 * writes the verdict.
 */
@NullMarked
package dev.ledgerload.harness.gate;

import org.jspecify.annotations.NullMarked;
