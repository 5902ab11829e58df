package dev.ledgerload.loader.mv;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a view was made of is what the schema names now, or it isn't read. */
@Timeout(120)
class MvOriginTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %1$s RENAME amount TO x; ALTER TABLE %1$s RENAME other TO amount; ALTER TABLE %1$s RENAME x TO other",
        "ALTER TABLE %1$s RENAME acc_debit TO x; ALTER TABLE %1$s RENAME acc_credit TO acc_debit;"
            + " ALTER TABLE %1$s RENAME x TO acc_credit; UPDATE %1$s SET amount = other",
        "ALTER TABLE %1$s RENAME TO old_%1$s; CREATE TABLE %1$s (LIKE old_%1$s);"
            + " INSERT INTO %1$s SELECT id, trx_date, acc_debit, acc_credit, other FROM old_%1$s",
      })
  void isNotReadAfterItsColumnsOrItsTableWereExchanged(String statements) throws SQLException {
    try (var journal = new ViewedJournal()) {
      journal.execute("ALTER TABLE %1$s ADD other numeric(18,2) DEFAULT 100");
      journal.install(Map.of());
      try (var source = journal.open(Map.of())) {
        var query = JournalQuery.groups(journal.today());
        journal.execute(statements);
        requireAnothers(() -> source.load(query).close());
        requireAnothers(journal::refresh);

        journal.install(Map.of());
        assertThat(ViewedJournal.pairs(source, query.day())).isEqualTo(3);
        assertThat(journal.ask("SELECT sum(total_amount) FROM mv_daily_%1$s")).isEqualTo("400.00");
      }
      journal.uninstall();
      journal.execute("DROP TABLE IF EXISTS old_%1$s");
    }
  }

  private static void requireAnothers(ThrowingCallable use) {
    assertThat(catchThrowableOfType(JournalLoadException.class, use))
        .isNotNull()
        .hasMessageContaining("isn't made of the table and the columns that the schema names now")
        .hasMessageContaining("ledgerload install mv")
        .returns(UNSUPPORTED, JournalLoadException::kind);
  }

  @Test
  void isNotReadByAnotherSchemaThanItWasInstalledFor() throws SQLException {
    try (var journal = new ViewedJournal()) {
      journal.execute("ALTER TABLE %1$s ADD other numeric(18,2) DEFAULT 100");
      journal.install(Map.of());
      var other =
          journal
              .config()
              .withSchema(journal.config().schema().withSqlName(GlEntries.AMOUNT, "other"));
      var query = JournalQuery.groups(journal.today());
      try (var source = new MvSourceProvider().open(other)) {
        requireAnothers(() -> source.load(query).close());
      }
    }
  }

  /** A schema a tenant, found by the login's search_path: each has a view of its own. */
  @Test
  void liesBesideTheJournalThatTheSearchPathFinds() throws SQLException {
    var day = LocalDate.of(2100, 1, 1); // in every window
    try (var server = new ViewedJournal();
        var allocator = new RootAllocator()) {
      for (var tenant : List.of("mv_t1", "mv_t2")) {
        server.execute(
            "DROP SCHEMA IF EXISTS " + tenant + " CASCADE",
            "CREATE SCHEMA " + tenant,
            "CREATE TABLE %s.journal AS SELECT i::bigint id, DATE '%s' trx_date, '%s' || i acc_debit, 'c' acc_credit, 1.00::numeric(18,2) amount, NULL::text t_1 FROM generate_series(1, %s) i"
                .formatted(tenant, day, tenant, tenant.equals("mv_t1") ? 111 : 222));
        new MvInstallation().install(tenants(tenant, allocator));
      }
      for (var tenant : List.of("mv_t1", "mv_t2")) {
        try (var source = new MvSourceProvider().open(tenants(tenant, allocator))) {
          assertThat(ViewedJournal.pairs(source, day))
              .isEqualTo(tenant.equals("mv_t1") ? 111 : 222);
        }
        new MvInstallation().uninstall(tenants(tenant, allocator));
        server.execute("DROP SCHEMA " + tenant + " CASCADE");
      }
    }
  }

  private static SourceConfig tenants(String schema, RootAllocator allocator) {
    var url = ViewedJournal.testbed().postgresUrl().jdbcUrl();
    return SourceConfig.of(new PostgresUrl(url + "&currentSchema=" + schema), allocator)
        .withSchema(JournalSchema.GL_ENTRIES.withTable("journal"));
  }
}
