package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.VersionedJournal.DAY;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may do what: a login that has only the rights that a test gives it. */
@Timeout(120)
@Tag("rights")
class VersionsRightsTest {
  private static final String ROLE = "ledgerload_versions_clerk";
  private static final String PASSWORD = "clerks-secret";

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
    Database.execute(
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(ROLE, PASSWORD),
        "GRANT USAGE ON SCHEMA %s TO %s".formatted(Database.SCHEMA, ROLE));
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
    Database.execute("DROP OWNED BY " + ROLE, "DROP ROLE " + ROLE);
  }

  private static PostgresUrl clerksUrl() {
    return new PostgresUrl(
        Database.url()
            .jdbcUrl()
            .replaceFirst("user=[^&]*", "user=" + ROLE)
            .replaceFirst("password=[^&]*", "password=" + PASSWORD));
  }

  @Test
  void countsTheChangesOfAWriterWithoutRightsOnTheVersions() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute("GRANT INSERT ON %1$s TO " + ROLE);
      var before = journal.version(DAY).orElseThrow();
      try (var connection = DriverManager.getConnection(clerksUrl().jdbcUrl());
          var statement = connection.createStatement()) {
        statement.execute("INSERT INTO %s VALUES (1, '%s', 1)".formatted(journal.table(), DAY));
      }
      assertThat(journal.version(DAY))
          .hasValue(new DayVersion(before.structure(), before.changes() + 1));
    }
  }

  @Test
  void letsThoseReadTheVersionsWhoMayReadTheJournal() throws SQLException {
    try (var journal = VersionedJournal.without(VersionedJournal.uniqueLayout(), "");
        var session = PostgresSession.open("test", clerksUrl(), Map.of())) {
      journal.execute("GRANT SELECT (id, amount) ON %1$s TO " + ROLE);
      journal.install();
      assertThat(journal.version(session, DAY)).isEqualTo(journal.version(DAY)).isPresent();
    }
  }

  @Test
  void refusesAReaderWithoutTheRightToTheVersionsRatherThanForgettingThem() throws SQLException {
    try (var journal = VersionedJournal.plain();
        var session = PostgresSession.open("test", clerksUrl(), Map.of())) {
      journal.execute("GRANT SELECT ON %1$s TO " + ROLE);
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> journal.version(session, DAY));
      assertThat(failure)
          .hasMessageContaining("permission denied for table journal_versions_")
          .hasMessageContaining("ask its owner for the right")
          .returns(UNSUPPORTED, JournalLoadException::kind);
      journal.install();
      assertThat(journal.version(session, DAY)).isPresent();
    }
  }

  @Test
  void areReadWithoutAnyRightToAProceduralLanguage() throws SQLException {
    Database.execute("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC");
    try (var journal = VersionedJournal.without(VersionedJournal.uniqueLayout(), "");
        var session = PostgresSession.open("test", clerksUrl(), Map.of())) {
      journal.execute("GRANT SELECT ON %1$s TO " + ROLE);
      assertThat(journal.version(session, DAY)).isEmpty();
      journal.install();
      assertThat(journal.version(session, DAY)).isPresent();
    } finally {
      Database.execute("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC");
    }
  }

  @Test
  void refusesToBeInstalledByWhoDoesNotOwnTheJournal() throws SQLException {
    try (var journal = VersionedJournal.without(VersionedJournal.uniqueLayout(), "")) {
      journal.execute("GRANT ALL ON %1$s TO " + ROLE);
      Database.execute("GRANT CREATE ON SCHEMA %s TO %s".formatted(Database.SCHEMA, ROLE));
      assertThat(journal.failureToInstall(clerksUrl()))
          .hasMessageContaining("owner")
          .hasMessageContaining("installing the versions of")
          .hasMessageNotContaining(PASSWORD)
          .returns(UNSUPPORTED, JournalLoadException::kind);
      assertThat(
              Database.ask(
                  "SELECT count(*) FROM pg_class WHERE relname LIKE 'journal\\_versions\\_%' AND relowner = '"
                      + ROLE
                      + "'::regrole"))
          .isEqualTo("0");
    }
  }
}
