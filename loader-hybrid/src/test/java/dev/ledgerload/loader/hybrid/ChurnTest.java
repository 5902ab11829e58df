package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.RedisProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * A long time's writes, reads, evictions and faults in a short one, with two loaders that share a
 * Redis: no answer is wrong, and nothing is left behind. {@code -Dledgerload.churn.seconds} makes
 * it longer, {@code -Dledgerload.churn.seed} another one.
 */
@Tag("churn")
class ChurnTest {
  private static final long SECONDS = Long.getLong("ledgerload.churn.seconds", 20);
  private static final long SEED = Long.getLong("ledgerload.churn.seed", 20261122);
  private static final int DAYS = 12;
  private static final int READERS = 4;
  private static final Duration TTL = Duration.ofMillis(400);

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();
  private final Generations generations = new Generations(journal);
  private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

  /** Odd while the database is away. */
  private final AtomicInteger databaseFaults = new AtomicInteger();

  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  @Test
  void givesNoWrongAnswerAndLeavesNothingBehind() throws Exception {
    System.out.printf("churn: %d s with seed %d%n", SECONDS, SEED);
    Servers.installVersions(journal, allocator);
    Servers.execute("CREATE INDEX ON %s (trx_date)".formatted(journal.tableSql()));
    try (var redis = RedisProcess.start(List.of());
        var wayToRedis = Servers.proxy(redis.url().host(), redis.url().port());
        var wayToDatabase = Servers.postgresProxy()) {
      try (var byAge = open(redis, wayToRedis, wayToDatabase, Map.of("ttl", TTL.toString()));
          var byVersion = open(redis, wayToRedis, wayToDatabase, Map.of("freshness", "version"))) {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
          var random = new Random(SEED + i);
          work.add(() -> read(random, byAge, byVersion));
        }
        work.add(() -> write(new Random(SEED - 1)));
        work.add(() -> disturb(new Random(SEED - 2), redis, wayToRedis, wayToDatabase, byAge));
        run(work);
      }
      requireNoClients(redis);
    }
    System.out.printf(
        "churn: %d answers, %d failures while the database was away, %d writes, %d faults%n",
        answers.get(), failures.get(), writes.get(), faults.get());
    assertThat(answers.get()).isGreaterThan(100 * SECONDS / 10);
    assertThat(faults.get()).isPositive();
  }

  private static void run(List<Callable<Void>> work) throws Exception {
    var threads = Executors.newFixedThreadPool(work.size());
    try {
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private CachingJournalSource open(
      RedisProcess redis, TcpProxy wayToRedis, TcpProxy wayToDatabase, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("tiers", "memory,redis,copy");
    options.put("redis-timeout", "PT0.3S");
    options.put("retry-after", "PT0.1S");
    options.put("connections", "3");
    options.put("memory.max-bytes", "400000"); // a few days
    var url =
        RedisUrl.of(
            "redis://%s@127.0.0.1:%d"
                .formatted(redis.url().uri().getRawUserInfo(), wayToRedis.port()));
    return new HybridSourceProvider()
        .open(
            new SourceConfig(Servers.postgresVia(wayToDatabase), url, journal, allocator, options));
  }

  private boolean goesOn() {
    return System.nanoTime() < end && !Thread.currentThread().isInterrupted();
  }

  private Void read(Random random, CachingJournalSource byAge, CachingJournalSource byVersion) {
    while (goesOn()) {
      boolean current = random.nextBoolean();
      var query = query(random);
      int before = databaseFaults.get();
      var askedAt = Instant.now();
      try (var table = (current ? byVersion : byAge).load(query)) {
        generations.require(table, askedAt, current);
        var maxAge = query.maxAge();
        if (maxAge != null) {
          assertThat(table.snapshot().asOf())
              .isAfterOrEqualTo(askedAt.minus(maxAge).minusMillis(1));
        }
        assertThat(table.columns()).isEqualTo(query.columns());
        answers.incrementAndGet();
      } catch (JournalLoadException e) {
        boolean databaseWasAway = before % 2 == 1 || databaseFaults.get() != before;
        assertThat(databaseWasAway).as("a reason for: %s", e).isTrue();
        failures.incrementAndGet();
      }
    }
    return null;
  }

  private static JournalQuery query(Random random) {
    var all = JournalQuery.entries(Generations.day(random.nextInt(DAYS)));
    var query =
        switch (random.nextInt(3)) {
          case 0 -> all;
          case 1 -> JournalQuery.entriesForTotals(all.day());
          default -> all.select(GlEntries.ID, GlEntries.AMOUNT);
        };
    return random.nextInt(4) == 0 ? query.noOlderThan(Duration.ofMillis(100)) : query;
  }

  private Void write(Random random) throws SQLException, InterruptedException {
    try (var connection = Servers.connect()) {
      connection.setAutoCommit(false);
      while (goesOn()) {
        generations.next(connection, Generations.day(random.nextInt(DAYS)));
        writes.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(40));
      }
    }
    return null;
  }

  private Void disturb(
      Random random,
      RedisProcess redis,
      TcpProxy wayToRedis,
      TcpProxy wayToDatabase,
      CachingJournalSource source)
      throws InterruptedException {
    while (goesOn()) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
      switch (random.nextInt(7)) {
        case 0 -> wayToRedis.cut();
        case 1 -> {
          wayToRedis.refuse();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
          wayToRedis.takeAgain();
        }
        case 2 -> {
          wayToRedis.stallAfter(random.nextInt(50_000));
          TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
          wayToRedis.resume();
        }
        case 3 -> spoil(redis, random);
        case 4 -> {
          databaseFaults.incrementAndGet();
          wayToDatabase.refuse();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
          wayToDatabase.takeAgain();
          databaseFaults.incrementAndGet();
        }
        case 5 -> {
          databaseFaults.incrementAndGet();
          wayToDatabase.cut();
          databaseFaults.incrementAndGet();
        }
        default -> invalidate(source, random);
      }
      faults.incrementAndGet();
    }
    return null;
  }

  private static void invalidate(CachingJournalSource source, Random random) {
    try {
      source.invalidate(Generations.day(random.nextInt(DAYS)));
    } catch (JournalLoadException e) {
      assertThat(e).hasMessageContaining("redis"); // which may just have been disturbed
    }
  }

  /** Changes or removes what Redis holds, behind everybody's back. */
  private static void spoil(RedisProcess redis, Random random) {
    try (var client = client(redis)) {
      for (var name : client.keys("*")) {
        if (client.type(name).equals("string") && random.nextInt(3) == 0) {
          client.setrange(name, random.nextInt(100), "x");
        } else if (random.nextInt(6) == 0) {
          client.del(name);
        }
      }
    }
  }

  private static void requireNoClients(RedisProcess redis) {
    try (var client = client(redis)) {
      Servers.await(
          "every connection to Redis closed",
          () -> client.clientList().lines().noneMatch(line -> line.contains("name=ledgerload")));
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
}
