package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come at a steady rate, on a clock of the test's own. */
class ReadPauseTest {
  private static final int BUFFER_BYTES = 1 << 17;
  private static final int SEND_BYTES = 8 << 10;
  private static final int ANSWER_BYTES = 10_000_000;
  private static final long READ_NANOS = 10_000;

  private final ReadPause pause = new ReadPause();
  private long now = 42;
  private long overtimeNanos;
  private int reads;
  private int pauses;
  private int mostGathered;
  private long longestPauseNanos;

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 400, 800})
  void readsSeveralSendsAtOnce(int bytesPerMicro) {
    receive(ANSWER_BYTES, bytesPerMicro, BUFFER_BYTES);

    assertThat(reads).isLessThan(ANSWER_BYTES / SEND_BYTES / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 100, 200, 400, 800, 2_000, 10_000})
  void leavesRoomInTheBuffer(int bytesPerMicro) {
    receive(ANSWER_BYTES, bytesPerMicro, BUFFER_BYTES);

    assertThat(mostGathered).isLessThanOrEqualTo(BUFFER_BYTES / 2 + 2 * SEND_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100, 200, 800})
  void pausesForNoLongerThanAPartOfAMillisecond(int bytesPerMicro) {
    receive(ANSWER_BYTES, bytesPerMicro, BUFFER_BYTES);

    assertThat(longestPauseNanos).isBetween(1L, ReadPause.LONGEST_NANOS);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 800})
  void readsAShortAnswerAtOnce(int bytesPerMicro) {
    receive(ReadPause.SHORT_ANSWER_BYTES, bytesPerMicro, BUFFER_BYTES);

    assertThat(pauses).isZero();
  }

  @Test
  void beginsEachAnswerWithoutPauses() {
    receive(ANSWER_BYTES, 200, BUFFER_BYTES);
    pauses = 0;
    receive(ReadPause.SHORT_ANSWER_BYTES, 200, BUFFER_BYTES);

    assertThat(pauses).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 30})
  void readsWhatComesSlowlyAtOnce(int bytesPerMicro) {
    receive(ANSWER_BYTES, bytesPerMicro, BUFFER_BYTES);

    assertThat(pauses).isZero();
  }

  @Test
  void readsWhatComesFasterThanItsTimerAtOnce() {
    receive(ANSWER_BYTES, 2_000, BUFFER_BYTES);

    assertThat(pauses).isZero();
  }

  @Test
  void readsASmallBufferAtOnce() {
    receive(ANSWER_BYTES, 200, 2 * SEND_BYTES);

    assertThat(pauses).isZero();
  }

  @Test
  void readsOnAtOnceWhereMoreIsThere() {
    pause.begin(BUFFER_BYTES, now);
    for (int i = 0; i < 100; i++) {
      now += 300_000;
      pause.read(60_000, false, now);

      assertThat(pause.nanos(now)).isZero();
    }
  }

  @Test
  void doesNotPauseAgainForWhatItHasWorkedThrough() {
    receive(ANSWER_BYTES, 200, BUFFER_BYTES);
    pause.begin(BUFFER_BYTES, now);
    for (int i = 0; i < 10; i++) {
      now += 320_000;
      pause.read(64_000, true, now);
    }

    assertThat(pause.nanos(now)).isPositive();
    assertThat(pause.nanos(now + ReadPause.LONGEST_NANOS)).isZero();
  }

  @Test
  void leavesItMoreAndMoreWhereTheTimerIsCoarse() {
    overtimeNanos = TimeUnit.MILLISECONDS.toNanos(15);
    for (int i = 0; i < 10; i++) {
      receive(ANSWER_BYTES, 200, BUFFER_BYTES);
    }

    assertThat(pauses).isBetween(2, 4); // of some 10,000
  }

  @Test
  void triesAgainWithinALongAnswer() {
    pause.paused(100, TimeUnit.MILLISECONDS.toNanos(5)); // the first of all
    receive(ANSWER_BYTES, 200, BUFFER_BYTES);

    assertThat(pauses).isGreaterThan(50);
  }

  @Test
  void isAsPatientAsAtFirstOnceItIsInTime() {
    overtimeNanos = TimeUnit.MILLISECONDS.toNanos(15);
    receive(4 * ANSWER_BYTES, 200, BUFFER_BYTES);
    overtimeNanos = 0;
    receive(10 * ANSWER_BYTES, 200, BUFFER_BYTES);
    overtimeNanos = TimeUnit.MILLISECONDS.toNanos(15);
    receive(ANSWER_BYTES / 2, 200, BUFFER_BYTES); // spends the credit
    overtimeNanos = 0;
    pauses = 0;
    receive(ANSWER_BYTES, 200, BUFFER_BYTES);

    assertThat(pauses).isGreaterThan(50);
  }

  @Test
  void doesNotMindASingleLatePauseAmongMany() {
    receive(ANSWER_BYTES, 200, BUFFER_BYTES);
    pause.paused(100, TimeUnit.MILLISECONDS.toNanos(5));
    pauses = 0;
    receive(ANSWER_BYTES, 200, BUFFER_BYTES);

    assertThat(pauses).isGreaterThan(50);
  }

  /** Sends come at the rate into a buffer that never fills; each read takes what is there. */
  private void receive(int answerBytes, int bytesPerMicro, int bufferBytes) {
    reads = 0;
    long sendNanos = 1_000L * SEND_BYTES / bytesPerMicro;
    long begin = now;
    pause.begin(bufferBytes, now);
    int readBytes = 0;
    while (readBytes < answerBytes) {
      long nanos = pause.nanos(now);
      if (nanos > 0) {
        now += nanos + overtimeNanos;
        pause.paused(nanos, nanos + overtimeNanos);
        pauses++;
        longestPauseNanos = Math.max(longestPauseNanos, nanos);
      }
      long sent = SEND_BYTES * ((now - begin) / sendNanos);
      if (sent <= readBytes) {
        now = begin + sendNanos * (readBytes / SEND_BYTES + 1); // blocks until the next one
        sent = (long) readBytes + SEND_BYTES;
      }
      int there = (int) (Math.min(sent, answerBytes) - readBytes);
      if (nanos > 0) {
        mostGathered = Math.max(mostGathered, there);
      }
      now += READ_NANOS;
      readBytes += there;
      reads++;
      pause.read(there, true, now);
    }
  }
}
