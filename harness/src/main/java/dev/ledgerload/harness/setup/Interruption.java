package dev.ledgerload.harness.setup;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets a run that is told to end, by Ctrl-C or SIGTERM, keep what it has measured and clear away
 * what it has made.
 *
 * <p>Once {@linkplain #begin begun}, this holds the JVM, which is told to end, until it is closed:
 * meanwhile the run's thread finds that out, at the next of its steps, and does what there is left
 * to do. The JVMs that the run may be waiting for are ended, so that it finds out soon. After a
 * minute the JVM ends in any case.
 */
public final class Interruption implements AutoCloseable {
  /** What a shell says of a program that Ctrl-C has ended. */
  public static final int EXIT_CODE = 130;

  private static final long HOLD_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 50;
  private static final long NOTICE_MILLIS = 500;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "ledgerload-interruption");
  private volatile Set<Long> servers = Set.of();
  private volatile boolean isMeasuring;
  private final boolean isPossible;
  private boolean hasBegun;

  private Interruption(boolean isPossible) {
    this.isPossible = isPossible;
  }

  /** Of a command's run. */
  public static Interruption ofCommand() {
    return new Interruption(true);
  }

  /** Of a run that nobody ends, for it is part of something else. */
  public static Interruption never() {
    return new Interruption(false);
  }

  /** From now on the JVM is held. */
  public void begin() {
    if (isPossible && !hasBegun) {
      Runtime.getRuntime().addShutdownHook(hook);
      hasBegun = true;
    }
  }

  /** From now on JVMs are started that may be ended; those processes that there are may not. */
  public void beginMeasuring() {
    servers = children().collect(Collectors.toCollection(HashSet::new));
    isMeasuring = true;
  }

  /** Whether the run is to end. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * Whether a failure just now may come of it: Ctrl-C in a terminal also ends the processes that
   * this one has started, and that may be noticed sooner.
   */
  public boolean explainsFailure() {
    try {
      return asked.await(NOTICE_MILLIS, MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return isAsked();
    }
  }

  /**
   * Goes on only if it may.
   *
   * @throws InterruptedRunException if the run is to end
   */
  public void check() {
    if (isAsked()) {
      throw new InterruptedRunException("nothing was measured, and nothing is left of it");
    }
  }

  private void hold() {
    asked.countDown();
    long start = System.nanoTime();
    try {
      do {
        endForks();
      } while (!closed.await(LOOK_MILLIS, MILLISECONDS)
          && System.nanoTime() - start < MILLISECONDS.toNanos(HOLD_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that; the JVM then ends
    }
  }

  private void endForks() {
    if (isMeasuring) {
      ProcessHandle.current()
          .children()
          .filter(child -> !servers.contains(child.pid()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Stream<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid);
  }

  /** The run has ended, and all is said. */
  @Override
  public void close() {
    closed.countDown();
    if (hasBegun && !isAsked()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM has just been told to end, which it now may.
      }
    }
  }
}
