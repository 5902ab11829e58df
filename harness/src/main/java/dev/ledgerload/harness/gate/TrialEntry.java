package dev.ledgerload.harness.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ledgerload.reports.gate.TrialFigures;
import dev.ledgerload.reports.gate.WireCount;
import org.jspecify.annotations.Nullable;

/**
 * One trial, as it is noted.
 *
 * @param look 1 or 2; {@link WireCounts#LOOK} if what went over the wire was counted
 * @param round from 0 on: a round has one pair of each cell
 * @param cell its key
 * @param side whose build
 * @param elapsedSeconds of the whole pair, JVMs and all
 * @param figures what it gave; null if it failed, or the wire was counted
 * @param wire what went over the wire, if that was counted; else null
 * @param error why it failed; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrialEntry(
    int look,
    int round,
    String cell,
    Side side,
    double elapsedSeconds,
    @Nullable TrialFigures figures,
    @Nullable WireCount wire,
    @Nullable String error) {}
