package dev.ledgerload.harness;

import dev.ledgerload.spi.OptionType;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option that names a booking day. */
final class DayOption {
  private static final String NAME = "--day";
  private static final OptionType<LocalDate> TYPE =
      OptionType.of("today, yesterday or a date as 2026-01-31", DayOption::parse, date -> true);

  @Option(
      names = NAME,
      required = true,
      description = "The day, as 2026-01-31, or today or yesterday in this machine's time zone.")
  private String text = "";

  /**
   * The day.
   *
   * @throws IllegalArgumentException if it is none
   */
  LocalDate date() {
    return TYPE.read(NAME, text);
  }

  private static LocalDate parse(String day) {
    var today = LocalDate.now(ZoneId.systemDefault());
    return switch (day.toLowerCase(Locale.ROOT)) {
      case "today" -> today;
      case "yesterday" -> today.minusDays(1);
      default -> LocalDate.parse(day);
    };
  }
}
