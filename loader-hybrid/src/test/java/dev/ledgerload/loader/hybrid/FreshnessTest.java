package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.await;
import static dev.ledgerload.loader.hybrid.Servers.execute;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy is served until it is too old, or as long as it is current. */
class FreshnessTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final JournalQuery QUERY = JournalQuery.entries(DAY);

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();

  @BeforeEach
  void forgetLoads() {
    GatedSourceProvider.LOADS.clear();
  }

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private CachingJournalSource open(Map<String, String> options) {
    return open(Servers.postgres(), options);
  }

  private CachingJournalSource open(PostgresUrl url, Map<String, String> options) {
    return new HybridSourceProvider()
        .open(new SourceConfig(url, null, journal, allocator, options));
  }

  private void insert(LocalDate day) {
    execute(
        "INSERT INTO %s (id, trx_date, amount) VALUES (1, '%s', 5)"
            .formatted(journal.tableSql(), day));
  }

  private static long rows(CachingJournalSource source, JournalQuery query) {
    try (var table = source.load(query)) {
      return table.rows();
    }
  }

  private static int loads() {
    return GatedSourceProvider.LOADS.size();
  }

  @Test
  void servesACopyUntilItIsTooOld() {
    try (var source = open(Map.of("tiers", "memory,gated"))) {
      assertThat(rows(source, QUERY)).isZero();
      insert(DAY);
      assertThat(rows(source, QUERY)).isZero();
      assertThat(rows(source, QUERY.noOlderThan(Duration.ofHours(1)))).isZero();
      assertThat(loads()).isEqualTo(1);
      assertThat(rows(source, QUERY.noOlderThan(Duration.ofNanos(1)))).isEqualTo(1);
      assertThat(rows(source, QUERY)).as("the younger copy").isEqualTo(1);
    }
  }

  @Test
  void servesNoCopyOlderThanItsTtl() {
    try (var source = open(Map.of("tiers", "memory,gated", "ttl", "PT0.000000001S"))) {
      assertThat(rows(source, QUERY)).isZero();
      insert(DAY);
      assertThat(rows(source, QUERY)).isEqualTo(1);
    }
  }

  @Test
  void servesNoCopyThatWasInvalidated() {
    try (var source = open(Map.of("tiers", "memory,gated"))) {
      assertThat(rows(source, QUERY)).isZero();
      insert(DAY);
      source.invalidate(DAY.plusDays(1));
      assertThat(rows(source, QUERY)).isZero();
      source.invalidate(DAY);
      assertThat(rows(source, QUERY)).isEqualTo(1);
    }
  }

  @Test
  void servesACopyAsLongAsItsVersionIsCurrent() {
    Servers.installVersions(journal, allocator);
    try (var source = open(Map.of("tiers", "memory,gated", "freshness", "version"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(rows(source, QUERY)).isEqualTo(i);
        insert(DAY.plusDays(1)); // which doesn't concern the day
        assertThat(rows(source, QUERY)).isEqualTo(i);
        assertThat(loads()).isEqualTo(i + 1);
        insert(DAY);
      }
    }
  }

  @Test
  void servesNoCopyWhereNoVersionIsKnownAndDoesOnceItIs() {
    try (var source = open(Map.of("tiers", "memory,gated", "freshness", "version"))) {
      rows(source, QUERY);
      rows(source, QUERY);
      assertThat(loads()).isEqualTo(2);
      Servers.installVersions(journal, allocator);
      rows(source, QUERY);
      rows(source, QUERY);
      assertThat(loads()).isEqualTo(3);
    }
  }

  @Test
  void givesNobodyASnapshotFromBeforeACommitThatCameBeforeTheCall() {
    Servers.installVersions(journal, allocator);
    try (var source = open(Map.of("tiers", "memory,gated", "freshness", "version"))) {
      GatedSourceProvider.holdAnswers();
      Callers.Caller before;
      Callers.Caller after;
      try {
        before = Callers.start(1, source, QUERY).get(0);
        await("its snapshot", GatedSourceProvider::isAnyAnswerWaiting);
        insert(DAY);
        after = Callers.start(1, source, QUERY).get(0);
        await("its version", after::isWaiting);
      } finally {
        GatedSourceProvider.releaseAnswers();
      }
      try (var first = before.table();
          var second = after.table()) {
        assertThat(first.rows()).isZero();
        assertThat(second.rows()).isEqualTo(1);
      }
      assertThat(rows(source, QUERY)).as("what memory kept").isEqualTo(1);
      assertThat(loads()).isEqualTo(2);
    }
  }

  @Test
  void givesAllWhoWaitedWhatWasCommittedBetweenTheirQuestionAndTheLoad() {
    Servers.installVersions(journal, allocator);
    try (var source = open(Map.of("tiers", "memory,gated", "freshness", "version"))) {
      var callers = new ArrayList<Callers.Caller>();
      GatedSourceProvider.hold();
      try {
        callers.addAll(Callers.start(5, source, QUERY));
        await("their versions", () -> callers.stream().allMatch(Callers.Caller::isWaiting));
        await("the load", GatedSourceProvider::isAnyoneWaiting);
        insert(DAY);
      } finally {
        GatedSourceProvider.release();
      }
      for (var caller : callers) {
        try (var table = caller.table()) {
          assertThat(table.rows()).isEqualTo(1);
        }
      }
      assertThat(rows(source, QUERY)).isEqualTo(1);
      assertThat(loads()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %s ALTER COLUMN amount TYPE numeric(20,4)",
        "ALTER TABLE %s ADD COLUMN remark text",
        "CREATE INDEX ON %s (trx_date)"
      })
  void givesADayWhoseTableWasAlteredBetweenTheQuestionAndTheLoad(String ddl) {
    Servers.installVersions(journal, allocator);
    insert(DAY);
    try (var source = open(Map.of("tiers", "memory,gated", "freshness", "version"))) {
      Callers.Caller caller;
      GatedSourceProvider.hold();
      try {
        caller = Callers.start(1, source, QUERY).get(0);
        await("its version", GatedSourceProvider::isAnyoneWaiting);
        execute(ddl.formatted(journal.tableSql()));
      } finally {
        GatedSourceProvider.release();
      }
      try (var table = caller.table()) {
        assertThat(table.rows()).isEqualTo(1);
      }
      assertThat(rows(source, QUERY)).isEqualTo(1);
      assertThat(loads()).as("memory has it").isEqualTo(1);
    }
  }

  @Test
  void failsRatherThanServeACopyThatItCannotCheck() {
    Servers.installVersions(journal, allocator);
    try (var proxy = Servers.postgresProxy();
        var source =
            open(
                Servers.postgresVia(proxy),
                Map.of("tiers", "memory,gated", "freshness", "version"))) {
      rows(source, QUERY);
      proxy.refuse();
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> source.load(QUERY).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("version").hasMessageContaining(DAY.toString());
      proxy.takeAgain();
      rows(source, QUERY);
      assertThat(loads()).isEqualTo(1);
    }
  }
}
