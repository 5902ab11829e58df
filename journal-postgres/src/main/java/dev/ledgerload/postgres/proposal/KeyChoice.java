package dev.ledgerload.postgres.proposal;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which columns entries are grouped by. */
final class KeyChoice {
  private static final int SURE = 80;
  private static final int POSSIBLE = 60;
  private static final int MOST = 4;
  private static final Set<String> NEVER =
      Set.of("bool", "json", "jsonb", "bytea", "float4", "float8", "money");

  private KeyChoice() {}

  /**
   * The accounts, of which there may be several; else what else entries may be grouped by. A side
   * and a currency are keys beside the accounts, where one amount would mix them up.
   *
   * @param measures how many there are
   */
  static List<CatalogueColumn> of(
      CatalogueTable table, List<CatalogueColumn> others, int measures) {
    var possible =
        table.columns().stream()
            .filter(column -> canBe(column) && !others.contains(column))
            .toList();
    Set<CatalogueColumn> keys = accounts(possible);
    if (keys.isEmpty()) {
      possible.stream()
          .filter(column -> NameRules.weight(NameRules.KEYS, column.name()) >= POSSIBLE)
          .findFirst()
          .ifPresent(keys::add);
    }
    if (!keys.isEmpty()) {
      if (measures == 1) {
        side(possible).ifPresent(keys::add);
      }
      possible.stream().filter(KeyChoice::isOneOfCurrencies).findFirst().ifPresent(keys::add);
    }
    return keys.stream().limit(MOST).toList();
  }

  private static boolean canBe(CatalogueColumn column) {
    return column.isHeld()
        && column.readable()
        && !column.isMoment()
        && !column.unique()
        && !column.isUntyped()
        && !column.isEmpty()
        && !NEVER.contains(column.type());
  }

  private static Set<CatalogueColumn> accounts(List<CatalogueColumn> possible) {
    Set<CatalogueColumn> accounts =
        possible.stream()
            .filter(column -> isAccount(column))
            .collect(toCollection(LinkedHashSet::new));
    return accounts.isEmpty() ? pair(possible) : accounts;
  }

  private static boolean isAccount(CatalogueColumn column) {
    return NameRules.weight(NameRules.KEYS, column.name()) >= SURE
        || column.references().filter(name -> NameRules.fits(NameRules.ACCOUNTS, name)).isPresent();
  }

  private static Set<CatalogueColumn> pair(List<CatalogueColumn> possible) {
    for (var names : NameRules.PAIRED_KEYS) {
      List<CatalogueColumn> found = new ArrayList<>();
      for (var name : names) {
        possible.stream()
            .filter(column -> NameRules.words(column.name()).matches(name + "(_(id|ref|no))?"))
            .findFirst()
            .ifPresent(found::add);
      }
      if (found.size() == names.size()) {
        return new LinkedHashSet<>(found);
      }
    }
    return new LinkedHashSet<>();
  }

  private static Optional<CatalogueColumn> side(List<CatalogueColumn> possible) {
    return possible.stream()
        .filter(column -> NameRules.fits(NameRules.SIDES, column.name()))
        .filter(column -> column.distinct().orElse(2) == 2)
        .findFirst();
  }

  private static boolean isOneOfCurrencies(CatalogueColumn column) {
    return isCurrency(column) && column.distinct().orElse(1) > 1;
  }

  static boolean isCurrency(CatalogueColumn column) {
    return NameRules.fits(NameRules.CURRENCY, column.name());
  }
}
