package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.SourceConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;

/** A materialized view of groups as {@code ledgerload install mv} makes it, as far as read. */
final class UsualView {
  private UsualView() {}

  static void make(SourceConfig journal, LocalDate windowFrom) {
    var schema = journal.schema();
    try (var connection = DriverManager.getConnection(journal.postgres().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      var usual = GroupsView.of(connection, IndbSourceProvider.STRATEGY, schema);
      var view = usual.sql();
      statement.execute("DROP MATERIALIZED VIEW IF EXISTS " + view);
      statement.execute(
          "CREATE MATERIALIZED VIEW "
              + view
              + """
               AS
              SELECT %1$s AS trx_date, %2$s AS acc_debit, %3$s AS acc_credit,
                sum(%4$s) AS total_amount, count(*) AS entry_count, NULL::timestamptz AS as_of, NULL::text AS version,
                NULL::date AS window_from, NULL::boolean AS unfiltered
              FROM %5$s GROUP BY 1, 2, 3
              UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, now(), NULL, DATE '%6$s', false
              """
                  .formatted(
                      schema.columnSql(GlEntries.TRX_DATE),
                      schema.columnSql(GlEntries.ACC_DEBIT),
                      schema.columnSql(GlEntries.ACC_CREDIT),
                      schema.columnSql(GlEntries.AMOUNT),
                      schema.tableSql(),
                      windowFrom));
      statement.execute(
          "COMMENT ON MATERIALIZED VIEW %s IS '%s'"
              .formatted(view, usual.stamp(connection, view, false).replace("'", "''")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
