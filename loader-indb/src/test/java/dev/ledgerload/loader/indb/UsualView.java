package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;

/** A materialized view of groups as {@code ledgerload install mv} makes it, as far as read. */
final class UsualView {
  private UsualView() {}

  static void make(SourceConfig journal, LocalDate windowFrom) {
    try (var connection =
            DriverManager.getConnection(((PostgresUrl) journal.database()).jdbcUrl());
        var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      var usual = GroupsView.of(connection, IndbSourceProvider.STRATEGY, journal.schema());
      connection.setAutoCommit(false);
      var groups =
          GroupsSql.describe(
              connection, IndbSourceProvider.STRATEGY, journal.schema(), NumericShape.DEFAULT);
      var view = usual.sql();
      var columns = groups.named(groups.keyNames(), groups.sumNames());
      statement.execute("DROP MATERIALIZED VIEW IF EXISTS " + view);
      statement.execute(
          """
          CREATE MATERIALIZED VIEW %1$s AS
          WITH groups AS (%2$s)
          SELECT g.d AS %3$s, %4$s, NULL::timestamptz AS %5$s, NULL::text AS %6$s,
            NULL::date AS %7$s, NULL::boolean AS %8$s FROM groups AS g
          UNION ALL SELECT NULL, %4$s, now(), NULL, DATE '%9$s', false
          FROM generate_series(1, 1) LEFT JOIN groups AS g ON false
          """
              .formatted(
                  view,
                  groups.groupsByDay(
                      usual.journal().sql(), groups.shape().entriesSinceSql("DATE '0001-01-01'")),
                  usual.groups().columnSql(usual.groups().day()),
                  columns,
                  usual.ownSql("as_of"),
                  usual.ownSql("version"),
                  usual.ownSql("window_from"),
                  usual.ownSql("unfiltered"),
                  windowFrom));
      statement.execute(
          "COMMENT ON MATERIALIZED VIEW %s IS '%s'"
              .formatted(view, usual.stamp(connection, view, false).replace("'", "''")));
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
