package dev.ledgerload.harness.gate;

import dev.ledgerload.reports.pages.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the recorded trials prove, for people. */
final class ProofReport {
  private static final int SUITES = 1_000;
  private static final int SUITE_CELLS = 24;
  private static final List<Integer> PAIRS = List.of(10, 20, 30);

  private ProofReport() {}

  static String of(ProofTrials recorded, Map<String, String> conditions) {
    var text = new StringBuilder("# The gate, proved\n\n");
    text.append(
        """
        Written by `mvn -Pgate-proof verify`; the decisions are drawn from the trials beside this page.

        **Recorded:** %d pairs of fresh JVMs that took turns on a real PostgreSQL, all of one and the same build, in %d rounds. In each round every cell had four of them: both sides as they are, and the candidate slowed down by 5, 10 and 20 %% (a busy wait after the load, in a loader that only tests have). They are in `trials.jsonl`.

        **Drawn:** the decisions. Each is the whole procedure, both looks, over pairs drawn with replacement from the recorded ones, with a fixed seed; a suite has %d cells. Pairs of equal builds are exchanged by a coin.

        """
            .formatted(recorded.trials().size(), recorded.rounds(), SUITE_CELLS));
    text.append("## Equal builds that fail\n\n").append(falseFailures(recorded)).append('\n');
    text.append("## Slower builds that fail\n\n");
    text.append(
        "One cell of the suite is slower, the others are equal. \"Shows as\" is the slowdown of the"
            + " whole operation: what is slowed down is the load.\n\n");
    text.append(detections(recorded)).append('\n');
    text.append("## Under which conditions\n\n");
    conditions.forEach(
        (name, fact) -> text.append("- ").append(Markdown.escape(name + ": " + fact)).append('\n'));
    return text.toString();
  }

  private static String falseFailures(ProofTrials recorded) {
    List<List<String>> lines = new ArrayList<>();
    for (int pairs : PAIRS) {
      int failures = new ProofDecisions(recorded, SUITE_CELLS, pairs).falseFailures(SUITES);
      lines.add(
          List.of(
              Integer.toString(pairs),
              String.format(Locale.ROOT, "%,d", SUITES),
              Integer.toString(failures),
              percent(failures / (double) SUITES)));
    }
    return Markdown.table(List.of("Pairs a look", "Suites", "Failed", "Rate"), lines);
  }

  private static String detections(ProofTrials recorded) {
    List<List<String>> lines = new ArrayList<>();
    for (var cell : recorded.cells()) {
      double noise = new ProofDecisions(recorded, SUITE_CELLS, 20).self(cell).noise();
      for (var slowdown : new TreeMap<>(inOrder()).values()) {
        List<String> line = new ArrayList<>(List.of(cell, percent(noise), slowdown));
        line.add(percent(new ProofDecisions(recorded, SUITE_CELLS, 20).shown(cell, slowdown)));
        for (int pairs : PAIRS) {
          int caught =
              new ProofDecisions(recorded, SUITE_CELLS, pairs)
                  .detections(cell, slowdown, SUITES / 2);
          line.add(percent(caught / (SUITES / 2.0)));
        }
        lines.add(line);
      }
    }
    return Markdown.table(
        List.of("Cell", "Noise", "Load", "Shows as", "10 pairs", "20 pairs", "30 pairs"), lines);
  }

  private static Map<Double, String> inOrder() {
    Map<Double, String> inOrder = new TreeMap<>();
    ProofTrials.SLOWDOWNS.forEach((arm, share) -> inOrder.put(share, arm));
    return inOrder;
  }

  private static String percent(double share) {
    return Double.isNaN(share) // fewer rounds than the gate judges
        ? "–"
        : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
