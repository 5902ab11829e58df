package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamsTest {
  private static JournalTestbed testbed;

  private PostgresSession callers;
  private PostgresSession other;

  @BeforeAll
  static void start() {
    testbed = JournalTestbed.start();
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  @BeforeEach
  void connect() {
    callers = PostgresSession.open("copy", testbed.postgresUrl(), Map.of());
    other = PostgresSession.open("copy", testbed.postgresUrl(), Map.of());
  }

  @AfterEach
  void disconnect() {
    callers.close();
    other.close();
  }

  @Test
  void waitsForEveryStream() throws Exception {
    var ended = new AtomicBoolean();
    try (var streams = new Streams(callers)) {
      streams.start(
          () -> {
            sleepInServer(other, 0.2);
            ended.set(true);
          });
      streams.await();
    }

    assertThat(ended).isTrue();
  }

  @Test
  void failsAsTheStreamDid() {
    var failure = new IllegalStateException("a stream failed");
    try (var streams = new Streams(callers)) {
      streams.start(() -> throwIt(failure));

      assertThatThrownBy(streams::await).isSameAs(failure);
    }
  }

  /** Else the table would lack that stream's rows. */
  @Test
  void failsWhereAStreamEndedByAnErrorOfTheJvm() {
    var error = new OutOfMemoryError("heap");
    try (var streams = new Streams(callers)) {
      streams.start(() -> throwIt(error));

      assertThatThrownBy(streams::await).isSameAs(error);
    }
  }

  @Test
  void cutsTheCallersStreamWhenAnotherFails() {
    var failure = new IllegalStateException("a stream failed");
    var started = new CountDownLatch(1);
    try (var streams = new Streams(callers)) {
      streams.start(
          () -> {
            await(started);
            throwIt(failure);
          });
      assertThatThrownBy(() -> sleepInServer(callers, 50, started))
          .isInstanceOf(JournalLoadException.class);
    }
  }

  @Test
  void namesTheFailureThatCameFirst() {
    var failure = new IllegalStateException("a stream failed");
    var callersFailure = new Exception("connection cut");
    try (var streams = new Streams(callers)) {
      streams.start(() -> throwIt(failure));
      assertThatThrownBy(streams::await).isSameAs(failure);

      assertThatThrownBy(() -> streams.throwIfFailedFirst(callersFailure))
          .isSameAs(failure)
          .hasSuppressedException(callersFailure);
    }
  }

  @Test
  void leavesTheCallersFailureAloneWhereNoOtherFailed() {
    try (var streams = new Streams(callers)) {
      assertThatCode(() -> streams.throwIfFailedFirst(new Exception())).doesNotThrowAnyException();
    }
  }

  @Test
  void leavesNoStreamRunningWhenClosed() {
    var started = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    try (var streams = new Streams(callers)) {
      streams.start(
          () -> {
            try {
              sleepInServer(other, 50, started);
            } finally {
              ended.set(true);
            }
          });
      await(started);
    }

    assertThat(ended).isTrue();
  }

  @Test
  void stopsWaitingWhenInterrupted() {
    try (var streams = new Streams(callers)) {
      streams.start(() -> sleepInServer(other, 50));
      Thread.currentThread().interrupt();

      assertThatThrownBy(streams::await).isInstanceOf(InterruptedIOException.class);
    }
  }

  private static void throwIt(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleepInServer(PostgresSession session, double seconds) {
    sleepInServer(session, seconds, new CountDownLatch(1));
  }

  private static void sleepInServer(
      PostgresSession session, double seconds, CountDownLatch started) {
    session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "sleeping",
        snapshot -> {
          started.countDown();
          try (var statement = snapshot.connection().createStatement()) {
            return statement.execute("SELECT pg_sleep(" + seconds + ")");
          }
        });
  }
}
