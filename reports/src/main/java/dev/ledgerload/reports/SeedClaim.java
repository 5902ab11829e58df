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
   * The seed's table gives an improvement of the total for six strategies, and its text says of
   * COPY BINARY that the load is "10-20x faster". A claim is about a strategy, so every form of
   * the strategy is set against it: the claim gets its best chance. It is borne out if the
   * measurement's interval reaches it, and a range is reached at its low end.
   */

  private static final Map<String, Double> IMPROVEMENT =
      Map.of("copy", 6.4, "mv", 11.0, "redis", 12.6, "memory", 13.6, "indb", 18.0, "flight", 10.5);

  private static final double COPY_LOAD_LOW = 10;

  /** The claims on a method; none if the seed makes none. */
  static List<SeedClaim> of(
      Method method,
      boolean isBaseline,
      @Nullable Ratio improvement,
      @Nullable Ratio loadImprovement) {
    if (method.floor()) {
      return List.of();
    }
    if (isBaseline) {
      return List.of(new SeedClaim("1× (1,823 ms)", ""));
    }
    var claims = new ArrayList<SeedClaim>();
    Double claimed = IMPROVEMENT.get(method.strategy());
    if (claimed != null) {
      claims.add(new SeedClaim(Figures.plain(claimed) + "×", verdict(claimed, improvement)));
    }
    if (method.strategy().equals("copy")) {
      claims.add(new SeedClaim("load 10–20×", verdict(COPY_LOAD_LOW, loadImprovement)));
    }
    return List.copyOf(claims);
  }

  boolean notBorneOut() {
    return verdict.equals("not borne out");
  }

  String text() {
    return verdict.isEmpty() ? claim : claim + ": " + verdict;
  }

  private static String verdict(double claimed, @Nullable Ratio measured) {
    if (measured == null) {
      return "not measured";
    }
    return measured.reach() >= claimed ? "borne out" : "not borne out";
  }
}
