package dev.ledgerload.harness.setup;

import java.util.ArrayList;
import java.util.List;

/** What JVMs that hold days are started with. */
public final class JvmArgs {
  private static final int FIRST_JDK_THAT_WARNS_OF_UNSAFE = 24;
  private static final long BASE_HEAP_BYTES = 4L << 30;
  private static final int USUAL_COLUMNS = 10; // gl_entries'
  private static final long HEAP_BYTES_PER_VALUE = 240; // what select plain's lists need

  private JvmArgs() {}

  /** For one in which any method may load a day of so many of the seeded journal's entries. */
  public static List<String> forRows(int mostRows) {
    return forRows(mostRows, USUAL_COLUMNS);
  }

  /** For one in which any method may load a day of so many entries of so many columns. */
  public static List<String> forRows(int mostRows, int columns) {
    long heapBytes =
        Math.max(
            BASE_HEAP_BYTES, HEAP_BYTES_PER_VALUE * mostRows * Math.max(USUAL_COLUMNS, columns));
    List<String> args = new ArrayList<>();
    args.add("-Xms%dm".formatted(heapBytes >> 20));
    args.add("-Xmx%dm".formatted(heapBytes >> 20));
    args.addAll(always());
    return List.copyOf(args);
  }

  /** For any. */
  static List<String> always() {
    List<String> args = new ArrayList<>();
    args.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    args.add("-Duser.timezone=UTC");
    args.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS_OF_UNSAFE) {
      args.add("--sun-misc-unsafe-memory-access=allow");
      args.add("--enable-native-access=ALL-UNNAMED");
    }
    return List.copyOf(args);
  }
}
