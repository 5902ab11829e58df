package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.reports.gate.CellTrials;
import dev.ledgerload.reports.gate.TrialFigures;
import dev.ledgerload.reports.gate.TrialPair;
import dev.ledgerload.reports.gate.WireCount;
import dev.ledgerload.reports.gate.WirePair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes pairs of what was noted. */
final class CollectedTrials {
  private final Map<String, Map<Integer, TrialFigures>> figures = new HashMap<>();
  private final Map<String, Map<Integer, WireCount>> wire = new HashMap<>();
  private final Map<String, String> errors = new HashMap<>();

  CollectedTrials(List<TrialEntry> entries) {
    for (var entry : entries) {
      if (entry.figures() != null) { // that of a repeated round replaces the one before
        figures
            .computeIfAbsent(
                key(entry.look(), entry.cell(), entry.side()), added -> new TreeMap<>())
            .put(entry.round(), entry.figures());
      } else if (entry.wire() != null) {
        wire.computeIfAbsent(
                key(entry.look(), entry.cell(), entry.side()), added -> new TreeMap<>())
            .put(entry.round(), entry.wire());
      } else if (entry.error() != null) {
        errors.putIfAbsent(key(entry.cell(), entry.side()), entry.error());
      }
    }
  }

  /** The trials of cells whose two sides were measured in turns. */
  List<CellTrials> inTurns(List<TrialCell> cells) {
    return cells.stream()
        .map(cell -> cell(cell, pairs(cell.key(), 1), pairs(cell.key(), 2), this))
        .toList();
  }

  /** The trials of cells whose baseline was measured by another job. */
  List<CellTrials> against(CollectedTrials baseline, List<TrialCell> cells) {
    return cells.stream()
        .map(
            cell -> {
              var theirs = baseline.figures(1, cell.key(), Side.CANDIDATE).values().iterator();
              List<TrialPair> pairs = new ArrayList<>();
              for (var mine : figures(1, cell.key(), Side.CANDIDATE).values()) {
                if (theirs.hasNext()) {
                  pairs.add(new TrialPair(theirs.next(), mine));
                }
              }
              return cell(cell, pairs, List.of(), baseline);
            })
        .toList();
  }

  private CellTrials cell(
      TrialCell cell, List<TrialPair> first, List<TrialPair> second, CollectedTrials baseline) {
    var side = baseline == this ? Side.BASELINE : Side.CANDIDATE;
    return new CellTrials(
        cell.key(),
        cell.rows(),
        first,
        second,
        wire(baseline.counts(cell.key(), side), counts(cell.key(), Side.CANDIDATE)),
        baseline.error(cell.key(), side),
        error(cell.key(), Side.CANDIDATE));
  }

  private Map<Integer, WireCount> counts(String cell, Side side) {
    return wire.getOrDefault(key(WireCounts.LOOK, cell, side), Map.of());
  }

  private static List<WirePair> wire(
      Map<Integer, WireCount> baselines, Map<Integer, WireCount> candidates) {
    List<WirePair> pairs = new ArrayList<>();
    baselines.forEach(
        (round, baseline) -> {
          var candidate = candidates.get(round);
          if (candidate != null) {
            pairs.add(new WirePair(baseline, candidate));
          }
        });
    return pairs;
  }

  boolean hasWire(int round, String cell, Side side) {
    return counts(cell, side).containsKey(round);
  }

  private List<TrialPair> pairs(String cell, int look) {
    var candidates = figures(look, cell, Side.CANDIDATE);
    List<TrialPair> pairs = new ArrayList<>();
    figures(look, cell, Side.BASELINE)
        .forEach(
            (round, baseline) -> {
              var candidate = candidates.get(round);
              if (candidate != null) {
                pairs.add(new TrialPair(baseline, candidate));
              }
            });
    return pairs;
  }

  boolean hasPair(int look, int round, String cell) {
    return figures(look, cell, Side.BASELINE).containsKey(round)
        && figures(look, cell, Side.CANDIDATE).containsKey(round);
  }

  private Map<Integer, TrialFigures> figures(int look, String cell, Side side) {
    return figures.getOrDefault(key(look, cell, side), Map.of());
  }

  @Nullable String error(String cell, Side side) {
    return errors.get(key(cell, side));
  }

  private static String key(int look, String cell, Side side) {
    return look + " " + key(cell, side);
  }

  private static String key(String cell, Side side) {
    return side + " " + cell;
  }
}
