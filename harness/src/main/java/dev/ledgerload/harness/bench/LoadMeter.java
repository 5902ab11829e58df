package dev.ledgerload.harness.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a load takes of this JVM, counted by it.
 *
 * <p>A system counts a process's CPU time in steps, of 10 ms on Linux. So the figure of one load is
 * rough and the mean of many isn't; and no load has less than its calling thread took, nor more
 * than all cores could have worked meanwhile.
 */
final class LoadMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final long processCpuNanos = PROCESS.getProcessCpuTime();
  private final long threadCpuNanos = THREADS.getCurrentThreadCpuTime();
  private final long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();

  private LoadMeter() {}

  /** Begins to count, for the current thread. */
  static LoadMeter start() {
    return new LoadMeter();
  }

  /**
   * Notes what was counted.
   *
   * @param cost whose time is known
   */
  void stop(OpCost cost) {
    cost.loadAllocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBytes;
    cost.loadCpuNanos = THREADS.getCurrentThreadCpuTime() - threadCpuNanos;
    long ofProcess = PROCESS.getProcessCpuTime() - processCpuNanos;
    cost.loadClientCpuNanos =
        Math.max(cost.loadCpuNanos, Math.min(ofProcess, CORES * cost.loadNanos));
  }
}
