package dev.ledgerload.harness.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** CPU time and heap allocation of the current thread, counted by the JVM. */
final class ThreadMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ThreadMeter() {}

  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
