package dev.ledgerload.harness;

import dev.ledgerload.harness.setup.History;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.Layout;
import dev.ledgerload.testbed.Partitions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say among which days a seeded day lies, and how. */
final class HistoryOptions {
  private static final String HISTORY = "--history";
  private static final String SCATTERED = "--scattered";
  private static final String PARTITIONED = "--partitioned";
  private static final OptionType<Integer> DAYS =
      OptionType.number(0, JournalParameters.MAX_HISTORY_DAYS);
  private static final OptionType<Partitions> PARTITIONS = OptionType.oneOf(Partitions.class);

  @Option(
      names = HISTORY,
      paramLabel = "DAYS",
      description =
          "Other days of the seeded table, half of them before and half after, each with a fifth of"
              + " the entries, at most 200,000 (default: none; of bench, the preset's).")
  private @Nullable String days;

  @Option(
      names = SCATTERED,
      description = "All days' entries in random order: each day is on nearly all pages.")
  private boolean scattered;

  @Option(
      names = PARTITIONED,
      arity = "0..1",
      fallbackValue = "day",
      paramLabel = "PARTITIONS",
      description = "A partition for each day (by itself, or day) or month; none is the default.")
  private @Nullable String partitioned;

  /** Whether any of them is. */
  boolean isGiven() {
    return days != null || scattered || partitioned != null;
  }

  /**
   * What they say; null, and problems, if that can't be.
   *
   * @param usualDays of history where it isn't named
   */
  @Nullable History read(int usualDays, Problems problems) {
    var named = days;
    var layout = partitioned;
    var number =
        named == null ? Integer.valueOf(usualDays) : problems.read(() -> DAYS.read(HISTORY, named));
    var partitions =
        layout == null
            ? Partitions.NONE
            : problems.read(() -> PARTITIONS.read(PARTITIONED, layout));
    return number == null || partitions == null
        ? null
        : new History(number, new Layout(scattered, partitions));
  }

  /** Notes where a day is to be scattered and there is no other. */
  void requireOthers(boolean areThere, String give, Problems problems) {
    problems.require(
        !scattered || areThere,
        "%s puts a day's entries among those of others, and there are none: give %s"
            .formatted(SCATTERED, give));
  }

  /** Notes each that is given. */
  void refuse(String why, Problems problems) {
    problems.require(days == null, HISTORY + " " + why);
    problems.require(!scattered, SCATTERED + " " + why);
    problems.require(partitioned == null, PARTITIONED + " " + why);
  }
}
