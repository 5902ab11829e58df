package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.CircuitBreaker.State.CLOSED;
import static dev.ledgerload.loader.hybrid.CircuitBreaker.State.HALF_OPEN;
import static dev.ledgerload.loader.hybrid.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final long WAIT_NANOS = 1_000;

  private long now = Long.MAX_VALUE - 500; // nanoTime may overflow
  private final CircuitBreaker breaker =
      new CircuitBreaker(Duration.ofNanos(WAIT_NANOS), () -> now);

  @Test
  void letsCallersPassWhileAllIsWell() {
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.tryAcquire()).isTrue();
      breaker.succeeded();
    }
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void letsNobodyPassForAWhileAfterAFailure() {
    breaker.failed();
    now += WAIT_NANOS - 1;
    assertThat(breaker.tryAcquire()).isFalse();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void letsOneCallerProbeThen() {
    breaker.failed();
    now += WAIT_NANOS;
    assertThat(breaker.tryAcquire()).isTrue();
    assertThat(breaker.tryAcquire()).isFalse();
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
  }

  @Test
  void closesWhenTheProbeSucceeds() {
    breaker.failed();
    now += WAIT_NANOS;
    breaker.tryAcquire();
    breaker.succeeded();
    assertThat(breaker.tryAcquire()).isTrue();
    assertThat(breaker.tryAcquire()).isTrue();
  }

  @Test
  void waitsAsLongAgainWhenTheProbeFails() {
    breaker.failed();
    now += WAIT_NANOS;
    breaker.tryAcquire();
    breaker.failed();
    now += WAIT_NANOS - 1;
    assertThat(breaker.tryAcquire()).isFalse();
    now++;
    assertThat(breaker.tryAcquire()).isTrue();
  }

  @Test
  void letsTheNextCallerProbeWhenAProbeWasGivenUp() {
    breaker.failed();
    now += WAIT_NANOS;
    breaker.tryAcquire();
    breaker.cancelled();
    assertThat(breaker.tryAcquire()).isTrue();
    assertThat(breaker.tryAcquire()).isFalse();
  }

  @Test
  void staysClosedWhenACallerGivesUp() {
    breaker.cancelled();
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void letsOneOfManyThreadsProbe() throws Exception {
    breaker.failed();
    now += WAIT_NANOS;
    var threads = Executors.newFixedThreadPool(8);
    try {
      var tasks =
          IntStream.range(0, 64)
              .<java.util.concurrent.Callable<Boolean>>mapToObj(i -> breaker::tryAcquire)
              .toList();
      int passed = 0;
      for (var task : threads.invokeAll(tasks)) {
        passed += task.get() ? 1 : 0;
      }
      assertThat(passed).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }
}
