package dev.ledgerload.postgres.proposal;

import dev.ledgerload.spi.ColumnType.Decimal;
import java.util.List;
import java.util.Optional;

/** Which columns are summed. */
final class MeasureChoice {
  private static final int SURE = 100;
  private static final int POSSIBLE = 60;
  private static final int MOST = 8;

  private MeasureChoice() {}

  /** Those whose names say so; of less certain names only where there are no others. */
  static List<CatalogueColumn> of(CatalogueTable table) {
    var sure = from(table, SURE);
    return sure.isEmpty() ? from(table, POSSIBLE) : sure;
  }

  private static List<CatalogueColumn> from(CatalogueTable table, int least) {
    return table.columns().stream()
        .filter(MeasureChoice::canBe)
        .filter(column -> NameRules.weight(NameRules.MEASURES, column.name()) >= least)
        .limit(MOST)
        .toList();
  }

  private static boolean canBe(CatalogueColumn column) {
    return (column.isDecimal() || column.isInteger())
        && column.readable()
        && !column.unique()
        && column.references().isEmpty()
        && !column.isEmpty()
        && !hasTooManyDigits(column);
  }

  private static boolean hasTooManyDigits(CatalogueColumn column) {
    return column
        .digits()
        .filter(
            digits ->
                Math.max(digits.precision(), digits.precision() - digits.scale())
                    > Decimal.MAX_SUMMED_PRECISION)
        .isPresent();
  }

  /** The column with what a measure's integers are divided by, as {@code value_denom}. */
  static Optional<CatalogueColumn> denominator(CatalogueTable table, CatalogueColumn measure) {
    var name = NameRules.words(measure.name());
    if (!name.endsWith("_num")) {
      return Optional.empty();
    }
    var stem = name.substring(0, name.length() - "_num".length());
    return table.columns().stream()
        .filter(column -> column.isInteger() && column.readable())
        .filter(column -> NameRules.words(column.name()).matches(stem + "_denom(inator)?"))
        .findFirst();
  }

  /** Why a column with numbers that aren't exact isn't one, though its name says so. */
  static Optional<String> refusal(CatalogueColumn column) {
    boolean isNamed = NameRules.weight(NameRules.MEASURES, column.name()) >= POSSIBLE;
    if (isNamed && column.isFloat()) {
      return Optional.of(
          "%s isn't exact, so it isn't summed: alter it to numeric, or say query= with a cast"
              .formatted(column.declared()));
    }
    return isNamed && column.isDecimal() && hasTooManyDigits(column)
        ? Optional.of(
            "%s has more than 38 digits, which aren't summed".formatted(column.declared()))
        : Optional.empty();
  }
}
