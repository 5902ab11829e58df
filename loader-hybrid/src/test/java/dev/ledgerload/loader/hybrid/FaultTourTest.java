package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.BIG;
import static dev.ledgerload.loader.hybrid.Servers.BIG_JOURNAL;
import static dev.ledgerload.loader.hybrid.Servers.await;
import static dev.ledgerload.loader.hybrid.Servers.postgresVia;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.loader.hybrid.CircuitBreaker.State;
import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.RedisProcess;
import dev.ledgerload.testbed.TableDigest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * Every way in which a store goes wrong, done to real servers: the caller gets the right day or a
 * clear error, and all is well again when the store is, without a restart.
 */
@Tag("faults")
@Timeout(120)
class FaultTourTest {
  private static final JournalQuery QUERY = JournalQuery.entries(BIG_JOURNAL.parameters().day(0));

  /** Long enough for a healthy Redis on a busy machine. */
  private static final String PATIENT = "PT20S";

  private final RootAllocator allocator = new RootAllocator();
  private final Queue<Fill> fills = new ConcurrentLinkedQueue<>();
  private final LoadRecorder recorder =
      new LoadRecorder() {
        @Override
        public void filled(String tier, Fill fill) {
          fills.add(fill);
        }
      };

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private HybridJournalSource open(PostgresUrl postgres, RedisUrl redis, Map<String, String> more) {
    Map<String, String> options =
        new HashMap<>(
            Map.of("tiers", "redis,copy", "redis-timeout", PATIENT, "retry-after", "PT0.05S"));
    options.putAll(more);
    return HybridJournalSource.open(
        new SourceConfig(postgres, redis, BIG, allocator, options), recorder);
  }

  private HybridJournalSource open(RedisUrl redis) {
    return open(Servers.postgres(), redis, Map.of());
  }

  /** The way to a Redis through a proxy. */
  private static RedisUrl via(TcpProxy proxy, RedisProcess redis) {
    return RedisUrl.of(
        "redis://%s@127.0.0.1:%d".formatted(redis.url().uri().getRawUserInfo(), proxy.port()));
  }

  private static TcpProxy proxy(RedisProcess redis) {
    return Servers.proxy(redis.url().host(), redis.url().port());
  }

  /** Loads, requires the right answer, and tells which tier gave it. */
  private static String requireRight(HybridJournalSource source) {
    var answer = source.answer(QUERY);
    try (var table = answer.table()) {
      assertThat(TableDigest.of(table))
          .isEqualTo(BIG_JOURNAL.oracle().digest(QUERY.day(), QUERY.columns()));
      return answer.from();
    }
  }

  private static State circuit(HybridJournalSource source) {
    return source.tiers().get(0).circuit();
  }

  /** The day gets into Redis and is served from there. */
  private void requireRecovery(HybridJournalSource source) {
    await("the day served by Redis", () -> requireRight(source).equals("redis"));
    assertThat(circuit(source)).isEqualTo(State.CLOSED);
  }

  @Test
  void fillsRedisAndReadsFromIt() {
    try (var redis = RedisProcess.start(List.of());
        var source = open(redis.url())) {
      assertThat(requireRight(source)).isEqualTo("copy");
      await("the day kept", () -> fills.contains(Fill.KEPT));
      assertThat(requireRight(source)).isEqualTo("redis");
      source.invalidate(QUERY.day());
      assertThat(requireRight(source)).isEqualTo("copy");
    }
  }

  @Test
  void worksWithoutRedisFromTheStartAndFindsItOnceItIsThere() {
    try (var redis = RedisProcess.start(List.of());
        var proxy = proxy(redis)) {
      proxy.refuse();
      try (var source = open(via(proxy, redis))) {
        assertThat(circuit(source)).isEqualTo(State.OPEN);
        assertThat(requireRight(source)).isEqualTo("copy");
        proxy.takeAgain();
        requireRecovery(source);
      }
    }
  }

  @Test
  void fallsToTheDatabaseWhenRedisDiesInTheMidstOfAnAnswer() throws InterruptedException {
    try (var redis = RedisProcess.start(List.of());
        var proxy = proxy(redis);
        var source = open(via(proxy, redis))) {
      requireRecovery(source);
      proxy.stallAfter(200_000);
      var caller = new Callers.Caller(source, QUERY);
      proxy.awaitStall(Duration.ofSeconds(20));
      proxy.refuse();
      proxy.resume();
      try (var table = caller.table()) {
        assertThat(TableDigest.of(table))
            .isEqualTo(BIG_JOURNAL.oracle().digest(QUERY.day(), QUERY.columns()));
      }
      assertThat(circuit(source)).isEqualTo(State.OPEN);
      proxy.takeAgain();
      requireRecovery(source);
    }
  }

  @Test
  void goesOnForGoodWhenRedisIsKilled() {
    try (var redis = RedisProcess.start(List.of());
        var source = open(redis.url())) {
      requireRecovery(source);
      redis.handle().destroyForcibly();
      redis.handle().onExit().join();
      for (int i = 0; i < 3; i++) {
        assertThat(requireRight(source)).isEqualTo("copy");
      }
      assertThat(circuit(source)).isEqualTo(State.OPEN);
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> source.invalidate(QUERY.day()));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("redis").hasMessageContaining("2026");
    }
  }

  @Test
  void asksAHangingRedisOnceAndThenNoMoreUntilItIsTimeToProbe() throws Exception {
    try (var redis = RedisProcess.start(List.of());
        var source =
            open(
                Servers.postgres(),
                redis.url(),
                Map.of("redis-timeout", "PT0.3S", "retry-after", "PT1H"))) {
      assertThat(requireRight(source)).isEqualTo("copy");
      await("the day kept", () -> fills.contains(Fill.KEPT));
      signal(redis, "STOP");
      assertThat(requireRight(source)).isEqualTo("copy");
      assertThat(circuit(source)).isEqualTo(State.OPEN);
      signal(redis, "CONT");
      assertThat(requireRight(source)).as("nobody asks Redis yet").isEqualTo("copy");
    }
  }

  @Test
  void comesBackToARedisThatHung() throws Exception {
    try (var redis = RedisProcess.start(List.of());
        var source = open(Servers.postgres(), redis.url(), Map.of("redis-timeout", "PT1S"))) {
      requireRecovery(source);
      signal(redis, "STOP");
      assertThat(requireRight(source)).isEqualTo("copy");
      signal(redis, "CONT");
      requireRecovery(source);
    }
  }

  @Test
  void leavesAHurriedCallerTimeForTheDatabase() throws Exception {
    try (var redis = RedisProcess.start(List.of());
        var source = open(redis.url())) {
      requireRecovery(source);
      signal(redis, "STOP");
      try (var table = source.load(QUERY.within(Duration.ofSeconds(10)))) {
        assertThat(table.rows()).isEqualTo(BIG_JOURNAL.oracle().rows(QUERY.day()));
      }
      assertThat(circuit(source)).as("Redis didn't have its whole time").isEqualTo(State.CLOSED);
      signal(redis, "CONT");
    }
  }

  private static void signal(RedisProcess redis, String signal) throws Exception {
    var kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(redis.handle().pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void doesNotMindThatRedisIsFull() {
    try (var redis = RedisProcess.start(List.of("maxmemory 3mb", "maxmemory-policy noeviction"));
        var source = open(redis.url())) {
      assertThat(requireRight(source)).isEqualTo("copy");
      await("the fill's failure", () -> fills.contains(Fill.FAILED));
      assertThat(requireRight(source)).isEqualTo("copy");
      assertThat(circuit(source)).as("a full Redis can still be read").isEqualTo(State.CLOSED);
      try (var client = client(redis)) {
        client.configSet("maxmemory", "0");
      }
      requireRecovery(source);
    }
  }

  @Test
  void findsADayThatRedisEvictedInTheDatabase() {
    try (var redis =
            RedisProcess.start(List.of("maxmemory 6mb", "maxmemory-policy allkeys-random"));
        var source = open(redis.url());
        var client = client(redis)) {
      requireRight(source);
      await("what became of the fill", () -> !fills.isEmpty());
      for (int i = 0; i < 400; i++) {
        client.set("other:" + i, "x".repeat(20_000)); // something has to go
      }
      for (int i = 0; i < 3; i++) {
        requireRight(source);
      }
    }
  }

  @Test
  void takesNoGarbageForADay() {
    var random = new Random(7);
    try (var redis = RedisProcess.start(List.of());
        var source = open(redis.url());
        var client = client(redis)) {
      for (int i = 0; i < 10; i++) {
        requireRecovery(source);
        for (var key : client.keys("*").stream().map(name -> name.getBytes(UTF_8)).toList()) {
          if (client.type(key).equals("string")) {
            var garbage = new byte[random.nextInt(5_000)];
            random.nextBytes(garbage);
            client.set(key, garbage);
          } else {
            client.del(key);
          }
        }
        assertThat(requireRight(source)).isEqualTo("copy");
      }
    }
  }

  @Test
  void passesOverAServerThatIsNoRedis() throws IOException {
    try (var listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var server = new Thread(() -> talkNonsense(listener), "nonsense");
      server.setDaemon(true);
      server.start();
      try (var source = open(RedisUrl.of("redis://127.0.0.1:" + listener.getLocalPort()))) {
        for (int i = 0; i < 3; i++) {
          assertThat(requireRight(source)).isEqualTo("copy");
        }
      }
    }
  }

  private static void talkNonsense(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (var client = listener.accept()) {
        client.getOutputStream().write("$-7\r\nHTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
      } catch (IOException e) {
        // the next one, unless the listener was closed
      }
    }
  }

  private static Jedis client(RedisProcess redis) {
    var login = redis.url().uri().getUserInfo();
    return new Jedis(
        new HostAndPort(redis.url().host(), redis.url().port()),
        DefaultJedisClientConfig.builder()
            .password(login.substring(login.indexOf(':') + 1))
            .build());
  }

  @Test
  void servesWhatItHasWhileTheDatabaseIsAwayAndAllOnceItIsBack() {
    var other = JournalQuery.entries(BIG_JOURNAL.parameters().day(1));
    try (var redis = RedisProcess.start(List.of());
        var proxy = Servers.postgresProxy();
        var source = open(postgresVia(proxy), redis.url(), Map.of())) {
      requireRecovery(source);
      proxy.refuse();
      assertThat(requireRight(source)).isEqualTo("redis");
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> source.load(other).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("hybrid")
          .hasMessageContaining("copy")
          .hasMessageContaining(other.day().toString());
      proxy.takeAgain();
      source.load(other).close();
    }
  }

  @Test
  void endsInTimeWhenTheDatabaseHangs() throws InterruptedException {
    try (var redis = RedisProcess.start(List.of());
        var proxy = Servers.postgresProxy();
        var source = open(postgresVia(proxy), redis.url(), Map.of())) {
      proxy.stallAfter(500_000);
      var caller = new Callers.Caller(source, QUERY.within(Duration.ofSeconds(3)));
      proxy.awaitStall(Duration.ofSeconds(20));
      var failure = caller.failure();
      assertThat(failure.kind()).isEqualTo(TIMEOUT);
      assertThat(failure).hasMessageContaining("PT3S").hasMessageContaining("asking copy");
      proxy.resume();
      requireRight(source);
    }
  }
}
