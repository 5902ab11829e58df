package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.JOURNAL;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.loader.hybrid.CircuitBreaker.State;
import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.testbed.RedisProcess;
import dev.ledgerload.testbed.TableDigest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory that a tier hasn't got is that tier's failure. */
class OutOfMemoryTest {
  private static final JournalQuery QUERY = JournalQuery.entries(JOURNAL.parameters().day(0));

  private final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private HybridJournalSource open(Map<String, String> options) {
    return HybridJournalSource.open(
        Servers.config(allocator).withOptions(options), LoadRecorder.NONE);
  }

  private static void requireRightFromCopy(HybridJournalSource source) {
    var answer = source.answer(QUERY);
    try (var table = answer.table()) {
      assertThat(answer.from()).isEqualTo("copy");
      assertThat(TableDigest.of(table))
          .isEqualTo(JOURNAL.oracle().digest(QUERY.day(), QUERY.columns()));
    }
  }

  @Test
  void asksTheNextTierHoweverOften() {
    try (var source = open(Map.of("tiers", "greedy,copy", "connections", "1"))) {
      for (int i = 0; i < 3; i++) {
        requireRightFromCopy(source);
      }
      assertThat(source.tiers().get(0).circuit()).isEqualTo(State.CLOSED);
    }
  }

  @Test
  void asksTheNextTierAlsoIfTheFirstCannotEvenBeOpened() {
    var options =
        Map.of(
            "tiers", "greedy,copy",
            "greedy.opens", "false",
            "connections", "1",
            "retry-after", "PT0.000001S");
    try (var source = open(options)) {
      for (int i = 0; i < 3; i++) {
        requireRightFromCopy(source);
      }
    }
  }

  @Test
  void asksTheNextTierIfRedisAnnouncesMoreThanCanBeHeld() throws IOException {
    try (var listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var server = new Thread(() -> announceMuch(listener), "much");
      server.setDaemon(true);
      server.start();
      var config =
          Servers.config(allocator)
              .withRedis(RedisUrl.of("redis://127.0.0.1:" + listener.getLocalPort()))
              .withOptions(Map.of("tiers", "redis,copy", "retry-after", "PT0.000001S"));
      try (var source = HybridJournalSource.open(config, LoadRecorder.NONE)) {
        for (int i = 0; i < 3; i++) {
          requireRightFromCopy(source);
        }
      }
    }
  }

  private static void announceMuch(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (var client = listener.accept()) {
        client.getOutputStream().write("$2147483647\r\n".getBytes(US_ASCII));
        client.getInputStream().read(); // what it asks, so that the answer isn't lost by closing
      } catch (IOException e) {
        // the next one, unless the listener was closed
      }
    }
  }

  @Test
  void failsALoadThatHasNoOtherTierByALineThatNamesTheLimit() {
    try (var source = open(Map.of("tiers", "memory,greedy", "connections", "1"))) {
      for (int i = 0; i < 3; i++) {
        var failure =
            catchThrowableOfType(JournalLoadException.class, () -> source.load(QUERY).close());
        assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
        assertThat(failure)
            .hasMessageContaining("greedy: loading " + QUERY.day())
            .hasMessageContaining("Requested array size exceeds VM limit")
            .hasMessageContaining("%,d bytes".formatted(Runtime.getRuntime().maxMemory()))
            .hasMessageContaining("-Xmx");
      }
    }
  }

  @Test
  void asksRedisAgainAsSoonAsThereIsMemoryForWhatItSays() {
    var fills = new ConcurrentLinkedQueue<Fill>();
    var recorder =
        new LoadRecorder() {
          @Override
          public void filled(String tier, Fill fill) {
            fills.add(fill);
          }
        };
    try (var redis = RedisProcess.start(List.of());
        var limited = allocator.newChildAllocator("limited", 0, Long.MAX_VALUE);
        var source =
            HybridJournalSource.open(
                Servers.config(limited)
                    .withRedis(redis.url())
                    .withOptions(Map.of("tiers", "redis,copy", "redis-timeout", "PT20S")),
                recorder)) {
      requireRightFromCopy(source);
      Servers.await("the day in Redis", () -> fills.contains(Fill.KEPT));
      limited.setLimit(1 << 12);
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> source.load(QUERY).close());
      assertThat(failure).hasMessageContaining("copy");
      assertThat(source.tiers().get(0).circuit()).isEqualTo(State.CLOSED);
      limited.setLimit(Long.MAX_VALUE);
      var answer = source.answer(QUERY);
      answer.table().close();
      assertThat(answer.from()).isEqualTo("redis");
    }
  }

  @Test
  void failsALoadThatTheAllocatorHasNoRoomForByALineThatSaysSo() {
    try (var small = allocator.newChildAllocator("small", 0, 1 << 12);
        var source =
            HybridJournalSource.open(
                Servers.config(small).withOptions(Map.of("tiers", "memory,copy")),
                LoadRecorder.NONE)) {
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> source.load(QUERY).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("the allocator's limit is reached");
      assertThat(small.getAllocatedMemory()).isZero();
    }
  }
}
