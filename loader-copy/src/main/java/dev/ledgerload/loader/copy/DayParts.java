package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.JournalQuery;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * A day's entries in parts, for several who load them side by side, each on a machine of its own.
 */
public final class DayParts {
  private DayParts() {}

  /**
   * Conditions to be added to a WHERE clause that has the day's entries, of which each of them
   * meets exactly one. They are of pages, so they hold in whatever snapshot sees the day as this
   * one does.
   *
   * @param most for so many at a time; for fewer where more don't pay. There may be more parts than
   *     that, each smaller than the one before, to be taken one after the other
   */
  public static List<String> asManyAsPay(
      PostgresSnapshot snapshot, JournalShape shape, LocalDate day, int most) throws SQLException {
    return divider(snapshot, shape, day).amongAsPays(most).ranges();
  }

  /**
   * The same for just so many at a time, however little that gains.
   *
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED} if there are no
   *     pages to share
   */
  public static List<String> among(
      PostgresSnapshot snapshot, JournalShape shape, LocalDate day, int number)
      throws SQLException {
    return divider(snapshot, shape, day).among(number).ranges();
  }

  private static Divider divider(PostgresSnapshot snapshot, JournalShape shape, LocalDate day) {
    return new Divider(snapshot, shape, JournalQuery.of(shape.schema(), day));
  }
}
