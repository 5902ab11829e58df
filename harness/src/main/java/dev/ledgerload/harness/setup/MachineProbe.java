package dev.ledgerload.harness.setup;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/** What machine this is, and how busy it was with other things while a run lasted. */
public final class MachineProbe {
  private final SystemInfo system = new SystemInfo();
  private final CentralProcessor processor = system.getHardware().getProcessor();
  private final long[] ticksAtStart = processor.getSystemCpuLoadTicks();
  private final String loadAtStart = load();

  /** The machine's facts; the share of stolen time is that since this probe was made. */
  public Map<String, String> machine() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", processor.getProcessorIdentifier().getName().strip());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", gibibytes(system.getHardware().getMemory().getTotal()));
    facts.put("os", system.getOperatingSystem().toString());
    facts.put("kernel", System.getProperty("os.version"));
    facts.put("load average at start", loadAtStart);
    facts.put("load average at end", load());
    facts.put("steal", String.format(Locale.ROOT, "%.1f %%", 100 * stolenShare()));
    return facts;
  }

  /** The facts of this JVM, and what those that are measured are started with. */
  public static Map<String, String> jvm(Iterable<String> forkArgs) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", System.getProperty("java.runtime.version"));
    facts.put("vendor", System.getProperty("java.vm.vendor"));
    facts.put("name", System.getProperty("java.vm.name"));
    facts.put("flags of the forks", String.join(" ", forkArgs));
    return facts;
  }

  private String load() {
    double[] averages = processor.getSystemLoadAverage(3);
    return String.format(Locale.ROOT, "%.2f %.2f %.2f", averages[0], averages[1], averages[2]);
  }

  private double stolenShare() {
    long[] now = processor.getSystemCpuLoadTicks();
    long all = 0;
    for (int i = 0; i < now.length; i++) {
      all += now[i] - ticksAtStart[i];
    }
    int steal = TickType.STEAL.getIndex();
    return all == 0 ? 0 : (now[steal] - ticksAtStart[steal]) / (double) all;
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
