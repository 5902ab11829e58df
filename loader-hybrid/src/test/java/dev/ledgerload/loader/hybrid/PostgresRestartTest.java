package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.BIG;
import static dev.ledgerload.loader.hybrid.Servers.BIG_JOURNAL;
import static dev.ledgerload.loader.hybrid.Servers.await;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.TableDigest;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL starts anew; one of this test's own, for everybody on it is thrown out. */
@Tag("faults")
@Timeout(120)
class PostgresRestartTest {
  private static final JournalQuery HELD = query(0);
  private static final JournalQuery OTHER = query(1);

  private static JournalQuery query(int day) {
    return JournalQuery.entries(BIG_JOURNAL.parameters().day(day));
  }

  @Test
  void failsTheLoadUnderWayServesWhatRedisHasAndThenAllAgain() throws Exception {
    try (var allocator = new RootAllocator();
        var testbed = embedded()) {
      BIG_JOURNAL.seed(testbed.postgresUrl(), BIG, SeedOptions.DEFAULT);
      var server = URI.create(testbed.postgresUrl().jdbcUrl().substring("jdbc:".length()));
      try (var proxy = new TcpProxy(server.getHost(), server.getPort());
          var source = open(testbed, via(proxy, server), allocator)) {
        await("the day served by Redis", () -> tierOf(source, HELD).equals("redis"));
        proxy.stallAfter(500_000);
        var caller = new Callers.Caller(source, OTHER);
        proxy.awaitStall(Duration.ofSeconds(20));
        restart(testbed.postgresUrl());
        proxy.resume();

        var failure = caller.failure();
        assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
        assertThat(failure).hasMessageContaining("copy").hasMessageContaining(OTHER.day() + "");
        assertThat(tierOf(source, HELD)).isEqualTo("redis");
        await("the other day from the database", () -> isServed(source));
      }
    }
  }

  private static JournalTestbed embedded() {
    return JournalTestbed.start(
        TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED));
  }

  private static PostgresUrl via(TcpProxy proxy, URI server) {
    return new PostgresUrl(
        "jdbc:postgresql://127.0.0.1:%d%s?%s"
            .formatted(proxy.port(), server.getPath(), server.getQuery()));
  }

  private static HybridJournalSource open(
      JournalTestbed testbed, PostgresUrl postgres, RootAllocator allocator) {
    Map<String, String> options = Map.of("tiers", "redis,copy", "redis-timeout", "PT20S");
    return HybridJournalSource.open(
        new SourceConfig(postgres, testbed.redisUrl(), BIG, allocator, options), LoadRecorder.NONE);
  }

  /** Kills the process that serves this statement; PostgreSQL then ends all others and recovers. */
  private static void restart(PostgresUrl url) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID'"))
          .isInstanceOf(SQLException.class);
    }
  }

  private static String tierOf(HybridJournalSource source, JournalQuery query) {
    var answer = source.answer(query);
    try (var table = answer.table()) {
      assertThat(TableDigest.of(table))
          .isEqualTo(BIG_JOURNAL.oracle().digest(query.day(), query.columns()));
      return answer.from();
    }
  }

  /** Until it is served, the database must be said to be away, and nothing else. */
  private static boolean isServed(HybridJournalSource source) {
    try {
      return tierOf(source, OTHER).equals("copy");
    } catch (JournalLoadException e) {
      assertThat(e.kind()).isEqualTo(UNAVAILABLE);
      return false;
    }
  }
}
