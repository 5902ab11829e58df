package dev.ledgerload.testbed;

import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a server once: when it is told to, else when the JVM ends. */
final class StopOnce implements Runnable {
  private final Runnable stop;
  private final AtomicBoolean done = new AtomicBoolean();
  private final Thread hook = new Thread(this::stop, "ledgerload-testbed-shutdown");

  private StopOnce(Runnable stop) {
    this.stop = stop;
  }

  /** To be called before there is anything to stop: the JVM may end while the server starts. */
  static StopOnce of(Runnable stop) {
    var once = new StopOnce(stop);
    Runtime.getRuntime().addShutdownHook(once.hook);
    return once;
  }

  @Override
  public void run() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is ending: the hook stops the server, and the JVM waits for it
    }
    stop();
  }

  private void stop() {
    if (done.compareAndSet(false, true)) {
      stop.run();
    }
  }
}
