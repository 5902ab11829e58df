package dev.ledgerload.loader.redis;

import static dev.ledgerload.loader.redis.Days.QUERY;
import static dev.ledgerload.loader.redis.Days.failureOf;
import static dev.ledgerload.loader.redis.Days.put;
import static dev.ledgerload.loader.redis.Days.requireHeld;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.testbed.RedisProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that is broken off, met in its midst. The same source can go on afterwards. */
@Tag("faults")
class RedisFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final int SOME_BYTES = 200_000;

  private final RootAllocator allocator = new RootAllocator();
  private final TestRedis redis = TestRedis.shared();
  private final Map<String, String> own = Map.of("prefix", "fault-" + UUID.randomUUID());
  private TcpProxy proxy;
  private RedisJournalCache cache;

  @BeforeEach
  void putADayThroughAProxy() throws IOException {
    proxy = new TcpProxy(redis.url().host(), redis.url().port());
    cache = TestRedis.open(redis.urlWithPort(proxy.port()), allocator, own);
    assertThat(put(cache, allocator, 1)).isTrue();
    requireHeld(cache, 1);
  }

  @AfterEach
  void leavesNothingBehind() {
    cache.close();
    proxy.close();
    allocator.close(); // fails if a buffer is still held
  }

  private interface Fault {
    void strike(Thread thread) throws InterruptedException;
  }

  /** A load that is held up after some bytes, and then struck. */
  private JournalLoadException loadStruckBy(long afterBytes, Duration limit, Fault fault)
      throws InterruptedException, ExecutionException, TimeoutException {
    proxy.stallAfter(afterBytes);
    var interrupted = new AtomicBoolean();
    var failure = new CompletableFuture<JournalLoadException>();
    var thread =
        new Thread(
            () -> {
              try {
                failure.complete(failureOf(() -> cache.load(QUERY.within(limit)).close()));
              } catch (Throwable e) {
                failure.completeExceptionally(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            },
            "load");
    thread.start();
    proxy.awaitStall(PATIENCE);
    fault.strike(thread);
    var result = failure.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    thread.join();
    assertThat(interrupted.get()).isEqualTo(result.toString().contains("interrupted"));
    proxy.resume();
    requireHeld(cache, 1);
    return result;
  }

  @Test
  void failsInTimeWhenRedisStallsInTheMidst() throws Exception {
    assertThat(loadStruckBy(SOME_BYTES, SHORT, thread -> {}).kind()).isEqualTo(TIMEOUT);
  }

  @Test
  void failsInTimeWhenRedisNeverAnswers() throws Exception {
    assertThat(loadStruckBy(0, SHORT, thread -> {}).kind()).isEqualTo(TIMEOUT);
  }

  @Test
  void failsInTimeWhenANewConnectionIsNeverAnswered() throws Exception {
    proxy.cut();
    assertThat(loadStruckBy(0, SHORT, thread -> {}).kind()).isEqualTo(TIMEOUT);
  }

  @Test
  void failsWhenTheConnectionIsCut() throws Exception {
    var failure =
        loadStruckBy(
            SOME_BYTES,
            PATIENCE,
            thread -> {
              proxy.cut();
              proxy.resume();
            });
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
  }

  @Test
  void failsWhenItsThreadIsInterrupted() throws Exception {
    var failure = loadStruckBy(SOME_BYTES, PATIENCE, Thread::interrupt);
    assertThat(failure.kind()).isEqualTo(TIMEOUT);
    assertThat(failure).hasMessageContaining("interrupted");
  }

  @Test
  void refusesTheLoadThatIsUnderWayWhenItIsClosed() throws Exception {
    proxy.stallAfter(SOME_BYTES);
    var load = CompletableFuture.runAsync(() -> cache.load(QUERY).close());
    proxy.awaitStall(PATIENCE);
    cache.close();
    assertThatThrownBy(() -> load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void connectsAgainAfterItsConnectionWasEndedBetweenLoads() {
    proxy.cut();
    requireHeld(cache, 1);
    proxy.cut();
    assertThat(put(cache, allocator, 2)).isTrue();
    requireHeld(cache, 2);
  }

  @Test
  void failsWhileRedisIsAwayAndWorksOnceItIsBack() {
    proxy.refuse();
    var failure = failureOf(() -> cache.load(QUERY).close());
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining("start the server");
    assertThat(failureOf(() -> put(cache, allocator, 2)).kind()).isEqualTo(UNAVAILABLE);
    assertThat(failureOf(() -> cache.invalidate(Days.DAY)).kind()).isEqualTo(UNAVAILABLE);
    proxy.takeAgain();
    requireHeld(cache, 1);
  }

  @Test
  void keepsTheOldDayWhenAWriterIsCutOff() throws Exception {
    proxy.stallAfter(answerWithTheManifest() + 30); // and to some of its chunks
    var write = CompletableFuture.supplyAsync(() -> put(cache, allocator, 2));
    proxy.awaitStall(PATIENCE);
    proxy.cut();
    proxy.resume();
    assertThatThrownBy(() -> write.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasCauseInstanceOf(JournalLoadException.class);
    requireHeld(cache, 1);
    assertThat(put(cache, allocator, 2)).isTrue();
    requireHeld(cache, 2);
  }

  /** The bytes that Redis answers with when it is asked for the day's manifest. */
  private long answerWithTheManifest() {
    try (var client = redis.client()) {
      var manifest = client.keys(own.get("prefix") + "*:entry").iterator().next();
      return client.hgetAll(manifest).entrySet().stream()
          .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
          .mapToLong(text -> "$%d__%s__".formatted(text.length(), text).length())
          .sum();
    }
  }

  @Test
  void cannotBeOpenedWhereNobodyListens() throws IOException {
    var nobody = redis.urlWithPort(RedisProcess.freePort());
    var failure = failureOf(() -> TestRedis.open(nobody, allocator, own).close());
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining("start the server");
  }

  @Test
  void saysWhatToDoAboutAWrongPassword() {
    for (var login : List.of(":hush-hush@", "nobody:hush-hush@", "")) {
      var url =
          new RedisUrl(URI.create("redis://%s127.0.0.1:%d".formatted(login, redis.url().port())));
      var failure = failureOf(() -> TestRedis.open(url, allocator, own).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("correct user and password");
      for (Throwable at = failure; at != null; at = at.getCause()) {
        assertThat(String.valueOf(at)).doesNotContain("hush");
      }
    }
  }

  @Test
  void keepsTheOldDayWhenRedisIsFull() {
    try (var small = RedisProcess.start(List.of("maxmemory-policy noeviction"));
        var full = TestRedis.open(small.url(), allocator, own);
        var client = new TestRedis(small.url()).client()) {
      assertThat(put(full, allocator, 1)).isTrue();
      int held = client.keys("*").size();
      var used = Pattern.compile("used_memory:(\\d+)").matcher(client.info("memory"));
      assertThat(used.find()).isTrue();
      client.configSet("maxmemory", Long.toString(Long.parseLong(used.group(1)) + SOME_BYTES));
      var failure = failureOf(() -> put(full, allocator, 2));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("raise its maxmemory");
      assertThat(client.keys("*")).hasSize(held);
      requireHeld(full, 1);
      client.configSet("maxmemory", "0");
      assertThat(put(full, allocator, 2)).isTrue();
      requireHeld(full, 2);
    }
  }

  /** The Java heap's or the system's memory, not the allocator's limit. */
  @Test
  void isItsOwnFailureIfMemoryRunsOut() {
    var full = new AtomicBoolean();
    var listener =
        new AllocationListener() {
          @Override
          public void onPreAllocation(long size) {
            if (full.get() && size >= SOME_BYTES) {
              throw new OutOfMemoryError("none left");
            }
          }
        };
    try (var little = new RootAllocator(listener, Long.MAX_VALUE);
        var other = redis.open(little, own)) {
      requireHeld(other, 1);
      full.set(true);
      var failure = failureOf(() -> other.load(QUERY).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure)
          .hasCauseInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("none left")
          .hasMessageContaining("-Xmx");
      assertThat(little.getAllocatedMemory()).isZero();
      full.set(false);
      requireHeld(other, 1);
    }
  }

  @Test
  void saysThatAServerEvictsWhatItHasJustTaken() {
    try (var small = RedisProcess.start(List.of("maxmemory 3mb", "maxmemory-policy allkeys-lru"));
        var cramped = TestRedis.open(small.url(), allocator, own);
        var client = new TestRedis(small.url()).client()) {
      var failure = failureOf(() -> put(cramped, allocator, 1));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("evicted")
          .hasMessageContaining("maxmemory is 3145728 bytes")
          .hasMessageContaining("maxmemory-policy allkeys-lru")
          .hasMessageContaining("raise maxmemory");
      assertThat(client.keys("*")).isEmpty();
      client.configSet("maxmemory", "100mb");
      assertThat(put(cramped, allocator, 2)).isTrue();
      requireHeld(cramped, 2);
    }
  }

  @Test
  void failsWhenTheServerIsKilled() {
    var mortal = RedisProcess.start(List.of());
    try (var other = TestRedis.open(mortal.url(), allocator, own)) {
      put(other, allocator, 1);
      requireHeld(other, 1);
      mortal.close();
      assertThat(failureOf(() -> other.load(QUERY).close()).kind()).isEqualTo(UNAVAILABLE);
    } finally {
      mortal.close();
    }
  }
}
