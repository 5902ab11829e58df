package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the note that this project began from expected, beside what a run of the seeded journal
 * measured, by the variants of {@link StrategyComparison}.
 *
 * <p>A claim is borne out where all of the measurement's 95 % interval is on its side, and isn't
 * where none of it is; of a range its easier end counts.
 *
 * @param claims in the note's order; empty for a journal of the user's own
 */
public record Claims(List<Claim> claims) {
  private static final List<Expectation> EXPECTATIONS =
      List.of(
          improvement("copy", "6.4 × in all", 6.4),
          loadImprovement("copy", "loads 10 to 20 × as fast", 10),
          load("copy", "loads in 100 to 200 ms", 200),
          improvement("mv", "11 × in all", 11),
          load("mv", "loads in 20 to 30 ms", 30),
          improvement("redis", "12.6 × in all", 12.6),
          load("redis", "loads in 10 to 15 ms", 15),
          improvement("memory", "13.6 × in all", 13.6),
          load("memory", "loads in 0 ms", 1),
          improvement("indb", "18 × in all", 18),
          total("indb", "50 to 100 ms in all", 100),
          improvement("flight", "10.5 × in all", 10.5),
          load("flight", "loads in 30 to 50 ms", 50),
          improvement("hybrid", "13 to 18 × in all", 13));

  /** Whether a measurement is on a claim's side. */
  public enum Outcome {
    BORNE_OUT("borne out"),
    NOT_BORNE_OUT("not borne out"),
    CANT_TELL("can't tell");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }

    private static Outcome of(double least, double low, double high) {
      if (low >= least) {
        return BORNE_OUT;
      }
      return high < least ? NOT_BORNE_OUT : CANT_TELL; // also where there is no interval
    }
  }

  /**
   * A claim.
   *
   * @param method what was measured for it
   * @param expected what the note says
   * @param measured with its interval
   */
  public record Claim(String method, String expected, String measured, Outcome outcome) {}

  private enum Kind {
    IMPROVEMENT,
    LOAD_IMPROVEMENT,
    LOAD_MS,
    TOTAL_MS
  }

  /**
   * What the note expects of a strategy.
   *
   * @param bound the least improvement, or the most milliseconds
   */
  private record Expectation(String strategy, Kind kind, String words, double bound) {

    @Nullable Claim claim(ComparisonRow row) {
      return switch (kind) {
        case IMPROVEMENT -> ofRatio(row, row.improvement());
        case LOAD_IMPROVEMENT -> ofRatio(row, row.loadImprovement());
        case LOAD_MS -> ofTime(row, row.load());
        case TOTAL_MS -> ofTime(row, row.total());
      };
    }

    private @Nullable Claim ofRatio(ComparisonRow row, @Nullable Ratio ratio) {
      return ratio == null
          ? null
          : new Claim(
              row.method().label(),
              words,
              (ratio.text() + " " + ratio.interval()).strip(),
              Outcome.of(bound, ratio.low(), ratio.high()));
    }

    /** A time is on the side of what is no longer. */
    private @Nullable Claim ofTime(ComparisonRow row, @Nullable Cell cell) {
      return cell == null || !cell.verified()
          ? null
          : new Claim(
              row.method().label(),
              words,
              Figure.of(cell).text(),
              Outcome.of(-bound, -cell.times().ciHigh(), -cell.times().ciLow()));
    }
  }

  public static Claims of(RunResults results) {
    if (!results.environment().journalIsGenerated()) {
      return new Claims(List.of());
    }
    return new Claims(Comparison.of(results).stream().limit(1).flatMap(Claims::of).toList());
  }

  private static Stream<Claim> of(Comparison comparison) {
    var rows = StrategyComparison.of(comparison).rows();
    return EXPECTATIONS.stream()
        .flatMap(
            expectation ->
                rows.stream()
                    .map(StrategyComparison.Row::method)
                    .filter(row -> row.method().strategy().equals(expectation.strategy()))
                    .flatMap(row -> Stream.ofNullable(expectation.claim(row))));
  }

  public boolean isEmpty() {
    return claims.isEmpty();
  }

  private static Expectation improvement(String strategy, String words, double least) {
    return new Expectation(strategy, Kind.IMPROVEMENT, words, least);
  }

  private static Expectation loadImprovement(String strategy, String words, double least) {
    return new Expectation(strategy, Kind.LOAD_IMPROVEMENT, words, least);
  }

  private static Expectation load(String strategy, String words, double most) {
    return new Expectation(strategy, Kind.LOAD_MS, words, most);
  }

  private static Expectation total(String strategy, String words, double most) {
    return new Expectation(strategy, Kind.TOTAL_MS, words, most);
  }
}
