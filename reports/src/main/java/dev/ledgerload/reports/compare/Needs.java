package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
import java.util.List;

/** What a method needs besides PostgreSQL, for people. */
public final class Needs {
  static final String INSTALL = "install";
  static final String REDIS = "redis";
  static final String SERVER = "server";

  private Needs() {}

  /** {@code ledgerload install mv}, {@code a Redis}; empty if it needs nothing. */
  public static String of(Cell cell) {
    List<String> needs = new ArrayList<>();
    if (cell.needs().contains(INSTALL)) {
      needs.add("ledgerload install " + cell.id().strategy());
    }
    if (cell.needs().contains(REDIS)) {
      needs.add("a Redis");
    }
    if (cell.needs().contains(SERVER)) {
      needs.add("ledgerload serve-flight");
    }
    return String.join(", ", needs);
  }
}
