package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.reports.gate.CellTrials;
import dev.ledgerload.reports.gate.TrialFigures;
import dev.ledgerload.reports.gate.TrialPair;
import dev.ledgerload.reports.gate.WirePair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes pairs of what was noted. */
final class CollectedTrials {
  /** By round. */
  private final Map<Key, Map<Integer, TrialEntry>> answered = new HashMap<>();

  private final List<TrialEntry> failed = new ArrayList<>();

  private record Key(int look, String cell, Side side) {}

  CollectedTrials(List<TrialEntry> entries) {
    for (var entry : entries) {
      if (entry.error() == null) { // that of a repeated round replaces the one before
        answered
            .computeIfAbsent(
                new Key(entry.look(), entry.cell(), entry.side()), added -> new TreeMap<>())
            .put(entry.round(), entry);
      } else {
        failed.add(entry);
      }
    }
  }

  /** The trials of cells whose two sides were measured in turns. */
  List<CellTrials> inTurns(List<TrialCell> cells) {
    return cells.stream()
        .map(cell -> cell(cell, timed(1, cell.key()), timed(2, cell.key()), this, Side.BASELINE))
        .toList();
  }

  /** The trials of cells whose baseline was measured by another job, as its candidate. */
  List<CellTrials> against(CollectedTrials baseline, List<TrialCell> cells) {
    return cells.stream()
        .map(
            cell -> {
              var theirs = baseline.answered(1, cell.key(), Side.CANDIDATE).values().iterator();
              List<TrialPair> pairs = new ArrayList<>();
              for (var mine : answered(1, cell.key(), Side.CANDIDATE).values()) {
                if (theirs.hasNext()) {
                  pairs.add(new TrialPair(figures(theirs.next()), figures(mine)));
                }
              }
              return cell(cell, pairs, List.of(), baseline, Side.CANDIDATE);
            })
        .toList();
  }

  private CellTrials cell(
      TrialCell cell,
      List<TrialPair> first,
      List<TrialPair> second,
      CollectedTrials baseline,
      Side side) {
    var key = cell.key();
    var wire =
        pairs(
            baseline.answered(WireCounts.LOOK, key, side),
            answered(WireCounts.LOOK, key, Side.CANDIDATE),
            entry -> Objects.requireNonNull(entry.wire()),
            WirePair::new);
    return new CellTrials(
        key,
        cell.rows(),
        first,
        second,
        wire,
        baseline.error(key, side),
        error(key, Side.CANDIDATE));
  }

  private List<TrialPair> timed(int look, String cell) {
    return pairs(
        answered(look, cell, Side.BASELINE),
        answered(look, cell, Side.CANDIDATE),
        CollectedTrials::figures,
        TrialPair::new);
  }

  private static <T, P> List<P> pairs(
      Map<Integer, TrialEntry> baselines,
      Map<Integer, TrialEntry> candidates,
      Function<TrialEntry, T> figures,
      BiFunction<T, T, P> pair) {
    List<P> pairs = new ArrayList<>();
    baselines.forEach(
        (round, baseline) -> {
          var candidate = candidates.get(round);
          if (candidate != null) {
            pairs.add(pair.apply(figures.apply(baseline), figures.apply(candidate)));
          }
        });
    return pairs;
  }

  private static TrialFigures figures(TrialEntry entry) {
    return Objects.requireNonNull(entry.figures());
  }

  private @Nullable String error(String cell, Side side) {
    return failed.stream()
        .filter(entry -> entry.cell().equals(cell) && entry.side() == side)
        .map(TrialEntry::error)
        .findFirst()
        .orElse(null);
  }

  boolean has(int look, int round, String cell, Side side) {
    return answered(look, cell, side).containsKey(round);
  }

  private Map<Integer, TrialEntry> answered(int look, String cell, Side side) {
    return answered.getOrDefault(new Key(look, cell, side), Map.of());
  }
}
