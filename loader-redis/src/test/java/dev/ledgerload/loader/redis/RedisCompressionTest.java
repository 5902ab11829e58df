package dev.ledgerload.loader.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.testbed.Relay;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which columns are compressed, and that a day is the same whichever are. */
class RedisCompressionTest {
  private final RootAllocator allocator = new RootAllocator();
  private final AtomicLong received = new AtomicLong();

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  /**
   * @param nanosOfByte how long a byte takes to Redis
   */
  private Relay relay(long nanosOfByte) throws IOException {
    var redis = TestRedis.shared().url();
    return new Relay(
        redis.host(),
        redis.port(),
        () ->
            (buffer, count) -> {
              if (nanosOfByte > 0) {
                LockSupport.parkNanos(count * nanosOfByte);
              }
            },
        () -> (buffer, count) -> received.addAndGet(count));
  }

  /** What a day takes to come that was put so. */
  private long bytesOfDay(Relay relay, String compression, int times) {
    var url = TestRedis.shared().urlWithPort(relay.port());
    var options = Map.of("compression", compression, "prefix", "compressed-" + compression);
    try (var cache = TestRedis.open(url, allocator, options)) {
      for (int version = 1; version <= times; version++) {
        assertThat(Days.put(cache, allocator, version)).isTrue();
      }
      long before = received.get();
      Days.requireHeld(cache, times);
      return received.get() - before;
    }
  }

  @Test
  void takesFewerBytesIfAllIsCompressed() throws IOException {
    try (var relay = relay(0)) {
      assertThat(bytesOfDay(relay, "all", 1)).isLessThan(bytesOfDay(relay, "some", 1) * 9 / 10);
    }
  }

  /** The first day that is put tells how slow the line is. */
  @Test
  void goesByTheLine() throws IOException {
    try (var slow = relay(50)) { // 20 MB a second
      long all = bytesOfDay(slow, "all", 1);
      assertThat(bytesOfDay(slow, "auto", 2)).isBetween(all * 9 / 10, all * 11 / 10);
    }
  }

  @Test
  void isOfAKindThatThereIs() throws IOException {
    try (var relay = relay(0)) {
      assertThatThrownBy(() -> bytesOfDay(relay, "none", 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("compression must be");
    }
  }
}
