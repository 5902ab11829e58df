package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalLoadException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The materialized view of a journal's account pairs that {@code ledgerload install mv} makes
 * beside it, by the names of what belongs to it.
 *
 * @param strategy whose load fails if it can't be read
 * @param journal the journal
 */
public record PairsView(String strategy, JournalRelation journal) {
  private static final String PREFIX = "mv_daily_";

  /**
   * What the view is a picture of.
   *
   * @param asOf when it was refreshed
   * @param version the day's version then
   */
  public record Mark(Instant asOf, Optional<DayVersion> version) {}

  /**
   * That beside the journal that a layout names on this connection.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is no such journal
   */
  public static PairsView of(Connection connection, String strategy, JournalLayout layout)
      throws SQLException {
    return new PairsView(strategy, JournalRelation.find(connection, strategy, layout));
  }

  /** Its name as SQL, with the schema. */
  public String sql() {
    return journal.companionSql(PREFIX);
  }

  /** Its name as SQL, without the schema. */
  public String name() {
    return journal.companionName(PREFIX);
  }

  /** Its name while it is made. */
  public String nextSql() {
    return journal.companionSql("mv_next_");
  }

  /** The function that tells it the versions of the journal's days. */
  public String versionsSql() {
    return journal.companionSql("mv_versions_");
  }

  /** The function that refreshes it. */
  public String refreshSql() {
    return journal.companionSql("mv_refresh_");
  }

  /** The view as the journal of its pairs: its columns are called by their field names. */
  public JournalLayout layout() {
    return JournalLayout.DEFAULT.withTable(journal.schema() + "." + PREFIX + journal.name());
  }

  /** The name of what refreshes it from time to time. */
  public String jobName() {
    return "ledgerload refresh " + sql();
  }

  /** Whether it is installed. */
  public boolean exists(Connection connection) throws SQLException {
    return isSo(connection, "SELECT to_regclass(?) IS NOT NULL");
  }

  private boolean isFilled(Connection connection) throws SQLException {
    return isSo(
        connection, "SELECT bool_or(relispopulated) FROM pg_class WHERE oid = to_regclass(?)");
  }

  private boolean isSo(Connection connection, String question) throws SQLException {
    try (var statement = connection.prepareStatement(question)) {
      statement.setString(1, sql());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  /**
   * What it is a picture of, for a day. From then on until the transaction ends it is not exchanged
   * for another view.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if it doesn't hold the day
   */
  public Mark mark(Connection connection, LocalDate day) throws SQLException {
    if (!isFilled(connection)) {
      throw unavailable(
          exists(connection)
              ? "%s was never filled: ledgerload refresh mv".formatted(sql())
              : "%s isn't installed: ledgerload install mv".formatted(sql()));
    }
    var question =
        "SELECT as_of, version, window_from, window_from <= ? FROM %s WHERE as_of IS NOT NULL"
            + " AND (trx_date = ? OR trx_date IS NULL) ORDER BY trx_date NULLS LAST LIMIT 1";
    try (var statement = connection.prepareStatement(question.formatted(sql()))) {
      statement.setObject(1, day);
      statement.setObject(2, day);
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) { // it was made anew after this snapshot
          throw unavailable(sql() + " was installed after the load had begun: load again");
        }
        if (!rows.getBoolean(4)) {
          throw unavailable(
              "%s begins at %s: install mv with a longer window-days, or load %s by another strategy"
                  .formatted(sql(), rows.getObject(3, LocalDate.class), day));
        }
        var asOf = rows.getObject(1, OffsetDateTime.class).toInstant();
        return new Mark(asOf, Optional.ofNullable(rows.getString(2)).map(DayVersion::parse));
      }
    }
  }

  private JournalLoadException unavailable(String why) {
    return new JournalLoadException(UNAVAILABLE, strategy, why);
  }
}
