package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.await;
import static dev.ledgerload.loader.flight.ServedJournal.day;
import static dev.ledgerload.loader.flight.ServedJournal.insert;
import static dev.ledgerload.loader.flight.ServedJournal.query;
import static dev.ledgerload.loader.flight.ServedJournal.requireSeeded;
import static dev.ledgerload.loader.flight.ServedJournal.requireWorks;
import static dev.ledgerload.loader.flight.ServedJournal.rows;
import static dev.ledgerload.loader.flight.ServedJournal.tableOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server keeps, and how often it loads. */
@Timeout(120)
class ServedDaysTest {
  private static final int CLIENTS = 64;

  private ServedJournal served;

  @BeforeEach
  void start() {
    GatedSourceProvider.reset();
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private JournalServer gated(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(Map.of("from", GatedSourceProvider.STRATEGY));
    all.putAll(options);
    return served.serve(all);
  }

  @Test
  void loadsADayOnceAndThenServesItFromMemory() {
    try (var client = served.open(gated(Map.of()))) {
      requireWorks(client, 0);
      requireWorks(client, 0);
      requireWorks(client, 1);
    }
    assertThat(GatedSourceProvider.queries())
        .extracting(JournalQuery::day)
        .containsExactly(day(0), day(1));
  }

  @Tag("churn")
  @Test
  void loadsAColdDayOnceForManyClients() throws Exception {
    GatedSourceProvider.shut();
    var server = gated(Map.of());
    var threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<JournalTable>> tables = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        var client = served.open(server);
        tables.add(threads.submit(() -> client.load(query(0))));
      }
      await("the first load", () -> !GatedSourceProvider.queries().isEmpty());
      GatedSourceProvider.open();
      for (var table : tables) {
        try (var loaded = table.get()) {
          requireSeeded(loaded);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(GatedSourceProvider.queries()).hasSize(1);
  }

  @Test
  void servesWhatWasCommittedBeforeAQueryThatAllowsNoAge() {
    var schema = tableOf(10);
    var query = JournalQuery.entries(day(0));
    try (var client = served.open(served.serve(schema, Map.of("ttl", "1h")))) {
      assertThat(rows(client, query)).isEqualTo(10);
      insert(schema, 11, 15);
      assertThat(rows(client, query)).as("kept").isEqualTo(10);
      assertThat(rows(client, query.noOlderThan(Duration.ofHours(1)))).as("kept").isEqualTo(10);
      assertThat(rows(client, query.noOlderThan(Duration.ofNanos(1)))).isEqualTo(15);
      assertThat(rows(client, query)).as("kept anew").isEqualTo(15);
    }
  }

  @Test
  void keepsADayNoLongerThanItsTtl() {
    var schema = tableOf(10);
    try (var client = served.open(served.serve(schema, Map.of("ttl", "200ms")))) {
      assertThat(rows(client, query(0))).isEqualTo(10);
      insert(schema, 11, 15);
      await("the day loaded again", () -> rows(client, query(0)) == 15);
    }
  }

  @Test
  void forgetsADayThatIsInvalidated() {
    var schema = tableOf(10);
    try (var client = served.open(served.serve(schema, Map.of()))) {
      assertThat(rows(client, query(0))).isEqualTo(10);
      insert(schema, 11, 15);
      client.invalidate(day(1));
      assertThat(rows(client, query(0))).as("another day was forgotten").isEqualTo(10);
      client.invalidate(day(0));
      assertThat(rows(client, query(0))).isEqualTo(15);
    }
  }

  @Test
  void doesNotKeepALoadThatTheInvalidationMet() throws Exception {
    GatedSourceProvider.shut();
    try (var client = served.open(gated(Map.of()))) {
      var load = Background.start(() -> client.load(query(0)));
      await("the load", () -> !GatedSourceProvider.queries().isEmpty());
      client.invalidate(day(0));
      GatedSourceProvider.open();
      try (var table = load.get()) {
        requireSeeded(table); // who asked before is answered
      }
      requireWorks(client, 0);
    }
    assertThat(GatedSourceProvider.queries()).hasSize(2);
  }

  @Test
  void doesNotKeepWhatASourceStillHadWhileItWasToldOfTheInvalidation() throws Exception {
    var server = gated(Map.of());
    try (var client = served.open(server);
        var other = served.open(server)) {
      GatedSourceProvider.onInvalidate(() -> requireWorks(other, 0));
      client.invalidate(day(0));
      assertThat(GatedSourceProvider.queries()).hasSize(1);
      requireNothingKept();
    }
  }

  /** No day is held, nor loaded any more. */
  private void requireNothingKept() {
    await("the memory back", () -> served.serverMemory().getAllocatedMemory() == 0);
  }

  @Test
  void endsALoadThatNobodyWaitsForAnyMore() throws Exception {
    GatedSourceProvider.shut();
    try (var client = served.open(gated(Map.of()))) {
      assertThatThrownBy(() -> client.load(query(0).within(Duration.ofMillis(500))).close())
          .isInstanceOf(JournalLoadException.class);
      await("the load's interrupt", () -> GatedSourceProvider.interrupted() == 1);
      GatedSourceProvider.open();
      requireWorks(client, 0);
    }
  }

  @Test
  void servesADayThatIsTooLargeToKeep() {
    try (var client = served.open(gated(Map.of("cache-bytes", "1k")))) {
      requireWorks(client, 0);
      requireWorks(client, 0);
    }
    assertThat(GatedSourceProvider.queries()).hasSize(2);
    await("the memory back", () -> served.serverMemory().getAllocatedMemory() == 0);
  }

  @Test
  void aFailedLoadIsNotKept() {
    var schema = tableOf(1);
    try (JournalSource client = served.open(served.serve(schema, Map.of()))) {
      ServedJournal.execute("ALTER TABLE %s RENAME TO gone".formatted(schema.tableSql()));
      assertThatThrownBy(() -> client.load(query(0)).close())
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining("does not exist");
      ServedJournal.execute("ALTER TABLE gone RENAME TO " + schema.tableSql());
      assertThat(rows(client, query(0))).isEqualTo(1);
    }
  }
}
