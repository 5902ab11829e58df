package dev.ledgerload.postgres.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What becomes of the columns that have no role: loaded, as codes or as they are, or left out. */
final class RestChoice {
  private static final int MOST_CODES = 1_000;
  private static final int LONG_TEXT = 60;
  private static final Pattern LISTABLE = Pattern.compile("[^,\\p{Cntrl}]+");

  private final List<CatalogueColumn> codes = new ArrayList<>();
  private final List<CatalogueColumn> others = new ArrayList<>();
  private final Map<CatalogueColumn, String> leftOut = new LinkedHashMap<>();

  RestChoice(List<CatalogueColumn> columns) {
    columns.forEach(this::sort);
  }

  /** Texts of few different values. */
  List<CatalogueColumn> codes() {
    return codes;
  }

  /** What else is loaded. */
  List<CatalogueColumn> others() {
    return others;
  }

  /** Why others aren't loaded. */
  Map<CatalogueColumn, String> leftOut() {
    return leftOut;
  }

  /** Whether a list in a file can name it. */
  static boolean isListable(CatalogueColumn column) {
    return LISTABLE.matcher(column.name()).matches() && column.name().strip().equals(column.name());
  }

  private void sort(CatalogueColumn column) {
    var reason = reasonToLeaveOut(column);
    if (reason.isPresent()) {
      leftOut.put(column, reason.get());
    } else if (isCode(column)) {
      codes.add(column);
    } else {
      others.add(column);
    }
  }

  private static Optional<String> reasonToLeaveOut(CatalogueColumn column) {
    if (!column.readable()) {
      return Optional.of("you may not read it: GRANT SELECT");
    }
    if (!isListable(column)) {
      return Optional.of(
          "its name can't stand in a list: give it another, and say column.OTHER.sql");
    }
    if (!column.isHeld()) {
      return Optional.of("%s isn't held".formatted(column.declared()));
    }
    if (column.isEmpty()) {
      return Optional.of("NULL in every row that the statistics know");
    }
    if (column.type().startsWith("json") || column.type().equals("bytea")) {
      return Optional.of("%s, which may be long".formatted(column.declared()));
    }
    if (column.isText() && isLong(column)) {
      return Optional.of("free text" + ofWidth(column));
    }
    return MeasureChoice.refusal(column);
  }

  private static boolean isLong(CatalogueColumn column) {
    return column.width().orElse(0) > LONG_TEXT
        || (NameRules.fits(NameRules.FREE_TEXT, column.name())
            && column.distinct().orElse(MOST_CODES + 1.0) > MOST_CODES);
  }

  private static String ofWidth(CatalogueColumn column) {
    return column.width().isPresent()
        ? String.format(Locale.ROOT, ", %.0f bytes a row", column.width().getAsDouble())
        : "";
  }

  private static boolean isCode(CatalogueColumn column) {
    return column.isText()
        && !column.unique()
        && (column.distinct().isPresent()
            ? column.distinct().getAsDouble() <= MOST_CODES
                && NameRules.fits(NameRules.CODES, column.name())
            : NameRules.fits(NameRules.CODES, column.name()));
  }
}
