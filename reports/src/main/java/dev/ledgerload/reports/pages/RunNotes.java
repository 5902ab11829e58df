package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a report says of how a run was made and how to read it, beside its figures. A sentence is
 * there only where it is true of that run: of its journal, its server and the methods it measured.
 *
 * @param comparison how to read the comparison
 * @param method how it was measured, in paragraphs
 * @param threats what the figures don't say
 */
record RunNotes(String comparison, List<String> method, List<String> threats) {

  static RunNotes of(RunResults results, List<Comparison> comparisons) {
    boolean baseline = hasBaseline(comparisons);
    boolean floor = hasFloor(comparisons);
    return new RunNotes(
        comparisonNote(results, baseline, floor),
        method(results, baseline, floor),
        threats(results));
  }

  /** What the run's answers were compared with. */
  static String reference(RunResults results) {
    return results.environment().journalIsGenerated() ? "the oracle" : "one load by select";
  }

  /** Whether the method that improvements are against was part of the run. */
  static boolean hasBaseline(List<Comparison> comparisons) {
    return comparisons.stream().anyMatch(comparison -> comparison.baseline() != null);
  }

  /** Whether the floor was part of the run. */
  static boolean hasFloor(List<Comparison> comparisons) {
    return comparisons.stream().anyMatch(Comparison::hasFloor);
  }

  private static String comparisonNote(RunResults results, boolean baseline, boolean floor) {
    return sentences(
        "Medians, with the median’s 95 % interval below.",
        baseline
            ? "Improvement is the total of %s to this total.".formatted(results.baseline())
            : "",
        "“Of best” is this total to the best one.",
        floor
            ? "“Of floor” is this load to a COPY of the same entries and columns that is read but not"
                + " decoded."
            : "",
        "A method’s name leads to all its samples.");
  }

  /** How to read the comparison over links. */
  static String links() {
    return "Time to load the day, or to give its totals where nothing is loaded, over a link between"
        + " this side and all servers; bytes are what it carried, both ways. The floor is a COPY of"
        + " the day over the same link, received and not decoded. A method’s limit is 1.1 × (its"
        + " bytes ÷ the rate + its time without the link + three round trips), that time being of"
        + " operations that came as early in their JVMs as those over the link. In a bar the server’s"
        + " is what a method waits for without the link, the line’s what it waits for longer.";
  }

  private static List<String> method(RunResults results, boolean baseline, boolean floor) {
    var paragraphs = new ArrayList<String>();
    paragraphs.add(
        sentences(
            "Each cell is measured in JVMs of its own (forks), after unmeasured iterations that warm"
                + " them up. Opening a source isn’t timed; the query and the delivery of the whole"
                + " day are.",
            results.environment().journalIsGenerated()
                ? "The answer of every cell is compared with the journal generator’s oracle, which"
                    + " shares no code with any loader; a cell whose answer differs fails the run."
                : "Nobody but its database knows what is in this journal. So the day was loaded once"
                    + " by select before the measuring, and the answer of every cell is compared with"
                    + " that: entries by their number and a digest of their values, groups by"
                    + " the totals made of them, totals by a digest. A cell whose answer differs"
                    + " fails the run. What that load itself got wrong isn’t seen."));
    paragraphs.add(
        "The figure shown is the median of all samples. Its 95 % interval is a two-stage bootstrap:"
            + " forks are drawn with replacement, then iterations within each, because iterations of"
            + " one JVM are not independent. The interval of an improvement takes the ends of both"
            + " medians’ intervals that are furthest apart, so it is wider than it need be, never"
            + " narrower.");
    if (floor) {
      paragraphs.add(
          sentences(
              "The floor is the same COPY, read to its end and thrown away undecoded: what server"
                  + " and wire cost before this side has done anything.",
              baseline
                  ? "So where both read the same columns, the baseline’s own ratio to the floor is the"
                      + " most that COPY over one connection can gain on it, whatever client receives"
                      + " it."
                  : ""));
    }
    return List.copyOf(paragraphs);
  }

  private static List<String> threats(RunResults results) {
    var threats = new ArrayList<String>();
    threats.add(
        results.provider().equals("url")
            ? "The server was named by a URL. What lies between it and this machine, and whatever"
                + " else it did meanwhile, is in every figure and isn’t known here: from another"
                + " place, or at another hour, the ratios are others."
            : "Client and server share one machine and its cores, and the wire is loopback: a real"
                + " network adds latency and takes away bandwidth, which favours methods that send"
                + " less."
                + (results.links().isEmpty() ? "" : " How much, is said of links only."));
    if (!results.links().isEmpty()) {
      threats.add(
          "A link is a relay with a round-trip time and a rate. It takes time of the same cores, and"
              + " has no slow start, no loss and no window that is too small for it.");
    }
    threats.add(
        "The same day is loaded again and again, so what of it fits is in the server’s cache. A cold"
            + " load is slower by what the disk takes.");
    threats.add(
        "One load runs at a time. Nothing here says how methods behave side by side under load.");
    threats.add(
        "With fewer than about five forks an interval is somewhat too narrow; with one fork it knows"
            + " nothing of what differs between JVMs.");
    Map<String, String> machine = results.environment().machine();
    String load = machine.getOrDefault("load average at start", "");
    String steal = machine.getOrDefault("steal", "");
    if (!load.isEmpty() && !steal.isEmpty()) {
      threats.add(
          "What else ran on this machine is in the figures too: its load average was %s when the"
                  .formatted(load)
              + " measuring began, and %s of its time was stolen by its host.".formatted(steal));
    }
    threats.add(
        results.environment().journalIsGenerated()
            ? "The journal is generated. Its skew, NULLs and number of account pairs are realistic,"
                + " but not yours."
            : "The journal is the user’s own, as it was. Entries that are written meanwhile make"
                + " answers differ, which counts as failed; another day may have other ratios.");
    return List.copyOf(threats);
  }

  private static String sentences(String... sentences) {
    return String.join(" ", Stream.of(sentences).filter(sentence -> !sentence.isEmpty()).toList());
  }
}
