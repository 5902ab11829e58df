package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.VersionedJournal.DAY;
import static dev.ledgerload.postgres.VersionedJournal.NEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.VersionSource;
import dev.ledgerload.spi.VersionSourceProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresVersionSourceTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  private static VersionSource open(VersionedJournal journal) {
    List<VersionSourceProvider> found =
        ServiceLoader.load(VersionSourceProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0).open(journal.config(Database.url()));
  }

  @Test
  void tellsTheVersionThatASnapshotHas() throws SQLException {
    try (var journal = VersionedJournal.plain();
        var versions = open(journal)) {
      for (int i = 1; i <= 3; i++) {
        journal.execute("INSERT INTO %1$s VALUES (1, '2026-01-31', 10)");
        assertThat(versions.version(DAY, LIMIT)).isPresent().isEqualTo(journal.version(DAY));
      }
      assertThat(versions.version(NEXT, LIMIT)).isEqualTo(journal.version(NEXT));
    }
  }

  @Test
  void tellsNoneWhereNoneIsKeptAndFindsThemOnceTheyAre() throws SQLException {
    try (var journal = VersionedJournal.without(VersionedJournal.uniqueLayout(), "");
        var versions = open(journal)) {
      assertThat(versions.version(DAY, LIMIT)).isEmpty();
      journal.install();
      assertThat(versions.version(DAY, LIMIT)).isPresent();
    }
  }

  @Test
  void endsInTimeWhereTheJournalIsLocked() throws SQLException {
    try (var journal = VersionedJournal.plain();
        var versions = open(journal);
        var locker = VersionedJournal.connect();
        var statement = locker.createStatement()) {
      locker.setAutoCommit(false);
      statement.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(journal.versions()));

      assertThatThrownBy(() -> versions.version(DAY, Duration.ofMillis(200)))
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining(DAY.toString())
          .extracting("kind")
          .isEqualTo(JournalLoadException.Kind.TIMEOUT);

      locker.rollback();
      assertThat(versions.version(DAY, LIMIT)).isPresent();
    }
  }

  @Test
  void isOfNoUseOnceClosed() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      var versions = open(journal);
      versions.close();
      versions.close();
      assertThatThrownBy(() -> versions.version(DAY, LIMIT))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
