package dev.ledgerload.testbed;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes. */
final class ChildProcesses {
  private static final int GRACE_SECONDS = 5;

  private ChildProcesses() {}

  /** Kills a process and its descendants, and waits until it is gone. */
  static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (!exits(process)) {
      throw new TestbedException("process %d does not end".formatted(process.pid()));
    }
  }

  private static boolean exits(ProcessHandle process) {
    try {
      process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
