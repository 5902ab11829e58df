package dev.ledgerload.postgres.proposal;

/** Writes filters that there could be, for the user to choose from. */
final class FilterText {
  private FilterText() {}

  static void write(CatalogueTable table, PropertiesText text) {
    text.blank();
    text.comment("Which entries count, in SQL. All do without; that is yours to know.");
    var states =
        table.columns().stream()
            .filter(column -> column.readable() && NameRules.fits(NameRules.STATES, column.name()))
            .toList();
    if (states.isEmpty()) {
      text.commentOut("filter", "status = 'posted'");
    }
    for (var state : states) {
      if (!state.common().isEmpty()) {
        text.comment("  %s has %s".formatted(state.name(), String.join(", ", state.common())));
      }
      text.commentOut("filter", condition(state));
    }
  }

  private static String condition(CatalogueColumn state) {
    var name = CatalogueTable.quoted(state.name());
    if (state.type().equals("bool")) {
      return NameRules.words(state.name()).matches(".*(revers|void|cancel|delet|draft).*")
          ? "NOT " + name
          : name;
    }
    var value = state.common().isEmpty() ? "posted" : state.common().get(0);
    return "%s = '%s'".formatted(name, value.replace("'", "''"));
  }
}
