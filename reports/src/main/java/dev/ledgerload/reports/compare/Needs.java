package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a method needs besides PostgreSQL. */
public final class Needs {
  private static final String INSTALL = "install";
  private static final String INSTALL_ANOTHER = INSTALL + ":";
  private static final String REDIS = "redis";
  private static final String SERVER = "server";
  private static final String SPARK = "spark";

  private Needs() {}

  /** For people: {@code ledgerload install mv}, {@code a Redis}; empty if it needs nothing. */
  public static String of(Cell cell) {
    List<String> needs = new ArrayList<>();
    installation(cell).ifPresent(name -> needs.add("ledgerload install " + name));
    if (hasRedis(cell)) {
      needs.add("a Redis");
    }
    if (hasServer(cell)) {
      needs.add("ledgerload serve-flight");
    }
    if (hasSpark(cell)) {
      needs.add("Spark");
    }
    return String.join(", ", needs);
  }

  /** What is to be installed next to the journal, if anything is. */
  public static Optional<String> installation(Cell cell) {
    return cell.needs().stream()
        .filter(need -> need.startsWith(INSTALL))
        .map(
            need ->
                need.equals(INSTALL)
                    ? cell.id().strategy()
                    : need.substring(INSTALL_ANOTHER.length()))
        .findFirst();
  }

  /** Whether a Redis is needed. */
  public static boolean hasRedis(Cell cell) {
    return cell.needs().contains(REDIS);
  }

  /** Whether the strategy's server is. */
  public static boolean hasServer(Cell cell) {
    return cell.needs().contains(SERVER);
  }

  /** Whether Spark is: then it loads a day for Spark, not for a program of its own. */
  public static boolean hasSpark(Cell cell) {
    return cell.needs().contains(SPARK);
  }
}
