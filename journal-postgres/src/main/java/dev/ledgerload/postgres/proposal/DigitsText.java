package dev.ledgerload.postgres.proposal;

import dev.ledgerload.spi.ColumnType.Decimal;
import java.util.List;

/** Writes how many digits are behind the point where the database doesn't say it. */
final class DigitsText {
  private static final int CENTS = 2;

  private final CatalogueTable table;
  private final Sample sample;
  private final PropertiesText text;

  DigitsText(CatalogueTable table, Sample sample, PropertiesText text) {
    this.table = table;
    this.sample = sample;
    this.text = text;
  }

  /**
   * Of a measure of whole numbers, what they count.
   *
   * @param missing gets what nobody but the user can say
   */
  void writeMinorUnits(CatalogueColumn measure, List<String> missing) {
    var denominator = MeasureChoice.denominator(table, measure);
    var key = "measure.%s.scale".formatted(measure.name());
    if (denominator.isPresent()) {
      var power = sample.solePowerOfTen(denominator.get());
      var name = denominator.get().name();
      if (power.isPresent()) {
        text.comment(
            "%s is 1%s in all of %,d rows that were looked at. If others differ, sums are wrong:"
                .formatted(name, "0".repeat(power.getAsInt()), sample.rows()));
        text.comment(
            "then say filter=%s = 1%s, or divide in a query."
                .formatted(name, "0".repeat(power.getAsInt())));
        text.set(key, Integer.toString(power.getAsInt()));
      } else {
        text.comment(
            "%s differs from row to row: divide by it in a query, exactly.".formatted(name));
        missing.add(
            "%s is to be divided by %s, which differs from row to row: say query= with a division"
                .formatted(measure.name(), name));
        text.commentOut(key, "2");
      }
    } else if (NameRules.fits(NameRules.PIECES, measure.name())) {
      text.set(key, "0");
    } else {
      text.comment(
          "%s holds whole numbers: taken for hundredths, as cents. Say 0 if they are whole units, 3"
              .formatted(measure.name()));
      text.comment("for thousandths.");
      text.set(key, Integer.toString(CENTS));
    }
  }

  /** Of columns of {@code numeric} without digits, as many as the sample had. */
  void writeUntyped(List<CatalogueColumn> untyped) {
    if (untyped.isEmpty()) {
      return;
    }
    text.blank();
    text.comment(
        "Declared without digits, so these are assumed: in %,d rows that were looked at no value"
            .formatted(sample.rows()));
    text.comment(
        "had more behind the point. One that has is refused, never rounded: say more then.");
    untyped.forEach(
        column ->
            text.set(
                "column.%s.numeric".formatted(column.name()),
                "%d,%d"
                    .formatted(
                        Decimal.MAX_SUMMED_PRECISION,
                        Math.min(
                            Decimal.MAX_SUMMED_PRECISION,
                            Math.max(CENTS, sample.scale(column).orElse(CENTS))))));
  }
}
