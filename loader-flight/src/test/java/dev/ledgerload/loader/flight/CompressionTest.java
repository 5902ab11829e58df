package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.portOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.testbed.Relay;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fewer bytes are sent, of the same day, where that is asked for or pays. */
@Timeout(120)
class CompressionTest {
  private final ServedJournal served = new ServedJournal();
  private final AtomicLong received = new AtomicLong();

  @AfterEach
  void stop() {
    served.close();
  }

  /** What a load has brought, and a table that was the seeded one. */
  private long bytesOf(JournalSource source) {
    long before = received.get();
    ServedJournal.requireWorks(source, 0);
    return received.get() - before;
  }

  private JournalSource open(Relay relay, String compression) {
    return served.open(
        Map.of("url", "grpc://127.0.0.1:" + relay.port(), "compression", compression),
        ServedJournal.LAYOUT);
  }

  /**
   * @param nanosOfByte how long a byte takes
   */
  private Relay relay(long nanosOfByte) throws IOException {
    return new Relay(
        "127.0.0.1",
        portOf(served.serve(Map.of())),
        () -> (buffer, count) -> {},
        () ->
            (buffer, count) -> {
              received.addAndGet(count);
              if (nanosOfByte > 0) {
                LockSupport.parkNanos(count * nanosOfByte);
              }
            });
  }

  @Test
  void isDoneIfItIsAskedFor() throws IOException {
    try (var relay = relay(0)) {
      long plain = bytesOf(open(relay, "none"));
      assertThat(bytesOf(open(relay, "lz4"))).isLessThan(plain * 3 / 4);
    }
  }

  /** The first day tells how slow the line is; a busy machine may have told it before. */
  @Tag("settings")
  @Test
  void isDoneOnASlowLine() throws IOException {
    try (var relay = relay(50)) { // 20 MB a second
      long plain = bytesOf(open(relay, "none"));
      var source = open(relay, "auto");
      bytesOf(source);
      assertThat(bytesOf(source)).isLessThan(plain * 3 / 4);
      assertThat(bytesOf(open(relay, "none")))
          .as("who wants it plain")
          .isGreaterThan(plain * 3 / 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", ""})
  void isOfAKindThatThereIs(String compression) {
    assertThatThrownBy(
            () ->
                new FlightSourceProvider()
                    .open(
                        dev.ledgerload.spi.SourceConfig.of(
                                ServedJournal.postgres(), served.clientMemory())
                            .withOptions(
                                Map.of("url", "grpc://localhost:1", "compression", compression))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compression must be");
  }
}
