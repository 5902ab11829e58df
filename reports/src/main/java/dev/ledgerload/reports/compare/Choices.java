package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which method to take, by situation, at the number of entries at which methods are compared: the
 * fastest whose answers were verified. Where the intervals of others reach its time they are as
 * fast, and it is that of them which needs least, or the simpler strategy, by the order of {@link
 * StrategyComparison}, or the variant that its strategy recommends: noise doesn't choose. What
 * loads for Spark is no choice: who has Spark doesn't ask.
 *
 * @param choices empty if the run doesn't say how fresh its answers are
 */
public record Choices(List<Choice> choices) {
  /**
   * What to take. A cold load is no choice, for who only wants the day loads it without keeping it;
   * it is told beside the hit that it makes possible.
   *
   * @param situation in words
   * @param link what lies between; null for none
   * @param cell what was measured of the method
   * @param first the same of the load that a hit comes after; null where nothing is kept
   * @param asFast the other methods that can't be told from it
   * @param improvement the baseline's time to this; null where it was not measured alike
   */
  public record Choice(
      String situation,
      @Nullable LinkSpeed link,
      Cell cell,
      @Nullable Cell first,
      List<Method> asFast,
      @Nullable Ratio improvement) {

    public Method method() {
      return Method.of(cell);
    }

    /** With the line that it is over. */
    public String situationText() {
      return link == null ? situation : situation + ", over " + link.label();
    }

    public String timeText() {
      return Figure.of(cell).value();
    }

    /** The time of the first load, of which the others are hits; a dash where nothing is kept. */
    public String firstText() {
      return Figure.of(first).value();
    }

    /** What it needs beside PostgreSQL. */
    public String needsText() {
      String needs = Needs.of(cell);
      return needs.isEmpty() ? "nothing" : needs;
    }

    /** Why this one, in a sentence. */
    public String why() {
      String fast =
          improvement == null
              ? "The fastest"
              : "%s as fast as the baseline".formatted(improvement.text());
      return asFast.isEmpty()
          ? fast + "."
          : "%s; as fast, as far as can be told: %s."
              .formatted(fast, String.join(", ", asFast.stream().map(Method::label).toList()));
    }
  }

  /**
   * What one may want.
   *
   * @param fits whether a method gives that
   */
  private record Situation(String words, String phase, Predicate<Cell> fits) {

    private static Situation entries(String words, Predicate<Cell> fits) {
      return new Situation(words, CellId.LOAD, cell -> isWhole(cell) && fits.test(cell));
    }

    private static Situation totals(String words, Predicate<Cell> fits) {
      return new Situation(words, CellId.TOTAL, fits);
    }

    boolean isMetBy(Cell cell) {
      return cell.id().phase().equals(phase) && fits.test(cell);
    }
  }

  private static final Situation TOTALS =
      Situation.totals(
          "totals, as they are now", cell -> isFresh(cell) && Needs.installation(cell).isEmpty());

  private static final Situation TOTALS_INSTALLED =
      Situation.totals(
          "totals, as they are now, where something may be installed",
          cell -> isFresh(cell) && Needs.installation(cell).isPresent());

  private static final List<Situation> SITUATIONS =
      List.of(
          Situation.entries("all entries, as they are now", Choices::isFresh),
          Situation.entries(
              "a day's entries again and again, in one JVM",
              cell -> isHit(cell) && isOfOneJvm(cell)),
          Situation.entries("the same in many JVMs", cell -> isHit(cell) && !isOfOneJvm(cell)),
          TOTALS,
          TOTALS_INSTALLED,
          Situation.totals(
              "totals, as old as the last refresh",
              cell -> cell.isOld() && cell.id().state() == null),
          Situation.totals(
              "a day's totals again and again, in one JVM",
              cell -> isHit(cell) && isOfOneJvm(cell)));

  public static Choices of(RunResults results) {
    long entries = Comparison.mainEntries(results);
    List<@Nullable LinkSpeed> lines = new ArrayList<>();
    lines.add(null);
    lines.addAll(results.links());
    var choices = new ArrayList<Choice>();
    for (LinkSpeed line : lines) {
      List<Cell> cells =
          (line == null ? results.cells().stream() : results.linkedCells().stream())
              .filter(cell -> line != null || cell.id().rows() == entries)
              .filter(cell -> Objects.equals(cell.id().link(), line))
              .filter(cell -> cell.verified() && !cell.floor() && cell.freshness() != null)
              .filter(cell -> !Needs.hasSpark(cell))
              .toList();
      SITUATIONS.stream()
          .flatMap(situation -> Stream.ofNullable(choice(results, cells, situation, line)))
          .filter(choice -> isWorthIt(choice, choices))
          .forEach(choices::add);
    }
    return new Choices(List.copyOf(choices));
  }

  private static @Nullable Choice choice(
      RunResults results, List<Cell> cells, Situation situation, @Nullable LinkSpeed line) {
    List<Cell> fitting = cells.stream().filter(situation::isMetBy).toList();
    Cell taken = taken(results, fitting).orElse(null);
    if (taken == null) {
      return null;
    }
    return new Choice(
        situation.words,
        line,
        taken,
        cells.stream().filter(cell -> isFirstOf(cell, taken)).findFirst().orElse(null),
        asFast(fitting).stream().filter(cell -> !cell.equals(taken)).map(Method::of).toList(),
        Ratio.of(baseline(results, cells, taken), taken));
  }

  /** Of cells that fit the one to take, as said above; nothing if there is none. */
  public static Optional<Cell> taken(RunResults results, List<Cell> fitting) {
    return asFast(fitting).stream()
        .min(
            Comparator.comparingInt((Cell cell) -> cell.needs().size())
                .thenComparingInt(cell -> StrategyComparison.place(cell.id().strategy()))
                .thenComparingInt(cell -> place(results, cell))
                .thenComparing(cell -> !isWhole(cell))
                .thenComparing(cell -> Method.of(cell).label()));
  }

  /** Those that can't be told from the fastest, with that. */
  private static List<Cell> asFast(List<Cell> cells) {
    return cells.stream()
        .min(Comparator.comparingDouble(Choices::median))
        .map(fastest -> cells.stream().filter(cell -> isAsFast(cell, fastest)).toList())
        .orElse(List.of());
  }

  /** An installation that gains nothing on what needs none isn't. */
  private static boolean isWorthIt(Choice choice, List<Choice> before) {
    return !choice.situation().equals(TOTALS_INSTALLED.words)
        || before.stream()
            .filter(other -> other.situation().equals(TOTALS.words))
            .filter(other -> Objects.equals(other.link(), choice.link()))
            .noneMatch(other -> isAsFast(other.cell(), choice.cell()));
  }

  private static boolean isAsFast(Cell cell, Cell fastest) {
    Ratio ratio = Ratio.of(cell, fastest);
    return cell.equals(fastest) || (ratio != null && ratio.low() <= 1);
  }

  private static boolean isFirstOf(Cell cell, Cell hit) {
    CellId id = hit.id();
    return cell.id().isCold()
        && !id.isCold()
        && id.state() != null
        && isOfStrategy(cell, hit)
        && cell.id().variant().equals(id.variant())
        && cell.id().phase().equals(id.phase());
  }

  private static @Nullable Cell baseline(RunResults results, List<Cell> cells, Cell taken) {
    return cells.stream()
        .filter(cell -> Method.of(cell).isNamed(results.baseline()))
        .filter(cell -> cell.id().phase().equals(taken.id().phase()) && isWhole(cell))
        .findFirst()
        .orElse(null);
  }

  /** The place among its strategy's variants, of which the first is the one it recommends. */
  private static int place(RunResults results, Cell cell) {
    for (int i = 0; i < results.methods().size(); i++) {
      var method = results.methods().get(i);
      if (method.strategy().equals(cell.id().strategy())
          && method.variant().equals(cell.id().variant())) {
        return i;
      }
    }
    return results.methods().size();
  }

  private static double median(Cell cell) {
    return cell.times().median();
  }

  private static boolean isOfStrategy(Cell cell, Cell other) {
    return cell.id().strategy().equals(other.id().strategy());
  }

  private static boolean isWhole(Cell cell) {
    return cell.id().grain().equals("ENTRY") && cell.id().columns().equals("all");
  }

  private static boolean isFresh(Cell cell) {
    return cell.id().state() == null && "live".equals(cell.freshness());
  }

  private static boolean isHit(Cell cell) {
    return cell.id().state() != null && !cell.id().isCold();
  }

  private static boolean isOfOneJvm(Cell cell) {
    return !Needs.hasRedis(cell) && !Needs.hasServer(cell);
  }

  public boolean isEmpty() {
    return choices.isEmpty();
  }
}
