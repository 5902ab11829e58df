package dev.ledgerload.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the seed document claims of a strategy, set against what was measured.
 *
 * @param claim the claim in its own figures
 * @param verdict what the measurement says of it, empty where there is nothing to judge
 */
record SeedClaim(String claim, String verdict) {
  /*
   * A claim is about a strategy, so every form of the strategy is set against it; but claims on
   * caches are on hits, so not the operation that fills one. A range counts by its easier end. A
   * claim is borne out if all of the measurement's interval is on its side, not borne out if none
   * is; between, and where there is no interval, nobody can tell.
   */
  private static final String BORNE_OUT = "borne out";
  private static final String NOT_BORNE_OUT = "not borne out";
  private static final String OPEN = "can't tell";
  private static final String NOT_MEASURED = "not measured";

  /** The seed's table and text; what isn't claimed is 0. */
  private record Claims(
      String improvement,
      double least,
      String loadRatio,
      double leastLoadRatio,
      String time,
      double mostMs,
      boolean ofTotal) {

    static Claims improvement(String text, double least) {
      return new Claims(text, least, "", 0, "", 0, false);
    }

    Claims loadTimes(String text, double atLeast) {
      return new Claims(improvement, least, text, atLeast, time, mostMs, ofTotal);
    }

    Claims load(String text, double most) {
      return new Claims(improvement, least, loadRatio, leastLoadRatio, text, most, false);
    }

    Claims total(String text, double most) {
      return new Claims(improvement, least, loadRatio, leastLoadRatio, text, most, true);
    }
  }

  private static final Map<String, Claims> CLAIMS =
      Map.of(
          "copy", Claims.improvement("6.4×", 6.4).loadTimes("load 10–20×", 10),
          "mv", Claims.improvement("11×", 11).load("load 30 ms", 30),
          "redis", Claims.improvement("12.6×", 12.6).load("load 10–15 ms", 15),
          "memory", Claims.improvement("13.6×", 13.6),
          "indb", Claims.improvement("18×", 18).total("total 50–100 ms", 100),
          "flight", Claims.improvement("10.5×", 10.5).load("load 30–50 ms", 50),
          "hybrid", Claims.improvement("13–18×", 13));

  /** The claims on a method; none if the seed makes none. */
  static List<SeedClaim> of(
      Method method,
      boolean isBaseline,
      @Nullable Cell load,
      @Nullable Cell total,
      @Nullable Ratio improvement,
      @Nullable Ratio loadImprovement) {
    if (isBaseline) {
      return List.of(new SeedClaim("1× (1,823 ms)", ""));
    }
    var claims = CLAIMS.get(method.strategy());
    if (claims == null || method.floor() || "cold".equals(method.state())) {
      return List.of();
    }
    var judged = new ArrayList<SeedClaim>();
    judged.add(new SeedClaim(claims.improvement(), atLeast(claims.least(), improvement)));
    if (claims.leastLoadRatio() > 0) {
      judged.add(
          new SeedClaim(claims.loadRatio(), atLeast(claims.leastLoadRatio(), loadImprovement)));
    }
    if (claims.mostMs() > 0) {
      judged.add(
          new SeedClaim(claims.time(), atMost(claims.mostMs(), claims.ofTotal() ? total : load)));
    }
    return List.copyOf(judged);
  }

  boolean notBorneOut() {
    return verdict.equals(NOT_BORNE_OUT);
  }

  String text() {
    return verdict.isEmpty() ? claim : claim + ": " + verdict;
  }

  private static String atLeast(double claimed, @Nullable Ratio measured) {
    if (measured == null) {
      return NOT_MEASURED;
    }
    return verdict(measured.low() >= claimed, measured.high() < claimed);
  }

  private static String atMost(double claimedMs, @Nullable Cell measured) {
    if (measured == null || !measured.verified()) {
      return NOT_MEASURED;
    }
    return verdict(measured.ciHigh() <= claimedMs, measured.ciLow() > claimedMs);
  }

  /** No interval is on no side: comparisons with NaN are false. */
  private static String verdict(boolean all, boolean none) {
    return all ? BORNE_OUT : none ? NOT_BORNE_OUT : OPEN;
  }
}
