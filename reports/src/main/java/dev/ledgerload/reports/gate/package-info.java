/**
 * Decides whether one build is slower or costlier than another.
 *
 * <p>Start at {@link dev.ledgerload.reports.gate.Gate}: it takes what two builds gave in pairs of
 * fresh JVMs, says which cells need a second look, and judges. {@link
 * dev.ledgerload.reports.gate.GateVerdict} is the outcome. {@link
 * dev.ledgerload.reports.gate.CellTrend} finds where the times of many commits changed. Nothing
 * here runs or measures anything, or knows a file.
 *
 * <p>Effects are natural logarithms of candidate over baseline where a name says {@code log}, and
 * shares elsewhere: 0.05 is 5 % slower. Everything public is immutable or stateless and safe for
 * use by any thread.
 */
@NullMarked
package dev.ledgerload.reports.gate;

import org.jspecify.annotations.NullMarked;
