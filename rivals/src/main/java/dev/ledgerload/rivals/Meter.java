package dev.ledgerload.rivals;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** What this process takes. */
final class Meter {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String PEAK = "VmHWM:";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

  /** CPU time of all threads, the collector's and the compiler's too. */
  long cpuNanos() {
    return system.getProcessCpuTime();
  }

  /** What lies on the heap once garbage is collected. */
  long heapBytes() {
    System.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** From now on the peak is a new one; false where there is none to be had. */
  boolean resetPeak() {
    try {
      Files.writeString(CLEAR, "5", StandardOpenOption.WRITE); // proc(5): resets the peak
      return true;
    } catch (IOException e) {
      return false; // another system, or one that doesn't let us
    }
  }

  /** The most memory that was resident since then; null where the system doesn't say. */
  @Nullable Long peakBytes() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
