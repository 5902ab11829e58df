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
   * @param most for so many at a time; there are fewer where more don't pay, and there may be more
   *     parts than that, of unlike size, to be taken one after the other
   */
  public static List<String> conditions(
      PostgresSnapshot snapshot, JournalShape shape, LocalDate day, int most) throws SQLException {
    var query = JournalQuery.of(shape.schema(), day);
    return new Divider(snapshot, shape, query).amongAsPays(most).ranges();
  }
}
