package dev.ledgerload.reports;

import java.util.Locale;

/** What one row of the comparison table is about: a strategy in one form, delivering one shape. */
record Method(String strategy, String variant, String grain, String columns, boolean floor) {

  static Method of(Cell cell) {
    return new Method(cell.strategy(), cell.variant(), cell.grain(), cell.columns(), cell.floor());
  }

  boolean isNamed(String strategyAndVariant) {
    return (strategy + "/" + variant).equals(strategyAndVariant);
  }

  /** For people: {@code copy · one-stream · totals' columns}. */
  String label() {
    var label = new StringBuilder(floor ? strategy + " (the floor)" : strategy + " · " + variant);
    if (grain.equals("ACCOUNT_PAIR")) {
      label.append(" · account pairs");
    }
    if (columns.equals("totals")) {
      label.append(" · totals' columns");
    }
    return label.toString();
  }

  /** For links and attributes: lower-case letters, digits and hyphens, the same in every run. */
  String id() {
    String words = String.join("-", strategy, variant, grain, columns).toLowerCase(Locale.ROOT);
    return words.replaceAll("[^a-z0-9]+", "-");
  }
}
