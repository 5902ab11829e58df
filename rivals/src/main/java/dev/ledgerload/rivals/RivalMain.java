package dev.ledgerload.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** The process of a rival that is written in Java. */
public final class RivalMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Meter meter = new Meter();
  private final Rival rival;

  private RivalMain(Rival rival) {
    this.rival = rival;
  }

  /**
   * Answers standard input on standard output until that ends.
   *
   * @param args the class of the rival
   */
  public static void main(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // what a library prints is no answer
    serve(args[0], System.in, out);
    System.exit(0); // whatever threads a library may have left
  }

  static void serve(String className, InputStream input, PrintStream output) throws IOException {
    var in = new BufferedReader(new InputStreamReader(input, UTF_8));
    var out = new PrintStream(output, true, UTF_8);
    var request = in.readLine();
    if (request == null) {
      return;
    }
    try (var rival = open(className, JSON.readValue(request, RivalRequest.class))) {
      out.println(line(new RivalReady(version(rival), null)));
      var served = new RivalMain(rival);
      while (in.readLine() != null) {
        out.println(line(served.load()));
      }
    } catch (Exception | LinkageError e) { // a library that isn't there is a LinkageError
      out.println(line(new RivalReady("", e.toString())));
    }
  }

  private static Rival open(String className, RivalRequest request) throws Exception {
    if (request.protocol() != RivalRequest.PROTOCOL) {
      throw new IllegalArgumentException(
          "this build of the rivals speaks version %d of their protocol, not %d: build it anew"
              .formatted(RivalRequest.PROTOCOL, request.protocol()));
    }
    var constructor =
        Class.forName(className).asSubclass(Rival.class).getDeclaredConstructor(DayQuery.class);
    try {
      return constructor.newInstance(DayQuery.of(request));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
  }

  /** As {@code spring-jdbc 7.0.3, postgresql 42.7.14}, from the jars' names. */
  private static String version(Rival rival) {
    return rival.libraries().stream().map(RivalMain::jar).collect(joining(", "));
  }

  private static String jar(Class<?> type) {
    var place = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Path.of(place)
        .getFileName()
        .toString()
        .replaceFirst("\\.jar$", "")
        .replaceFirst("-(?=\\d)", " ");
  }

  private RivalReply load() {
    long heapBefore = meter.heapBytes();
    boolean hasPeak = meter.resetPeak();
    long cpuStart = meter.cpuNanos();
    long start = System.nanoTime();
    try (var day = rival.load()) {
      long elapsed = System.nanoTime() - start;
      long cpu = meter.cpuNanos() - cpuStart;
      Long peak = hasPeak ? meter.peakBytes() : null;
      long bytes = meter.heapBytes() - heapBefore + day.bytesOutsideTheHeap();
      return new RivalReply(
          elapsed,
          cpu,
          peak,
          Math.max(0, bytes),
          conversionNanos(day),
          day.rows(),
          day.amountType(),
          day.facts(),
          null,
          null);
    } catch (Exception e) {
      return RivalReply.ofError(e.toString());
    }
  }

  private static @Nullable Long conversionNanos(LoadedDay day) {
    try (var allocator = new RootAllocator()) {
      long start = System.nanoTime();
      try (var table = day.toTable(allocator)) {
        return table == null ? null : System.nanoTime() - start;
      }
    }
  }

  private static String line(Object reply) throws JsonProcessingException {
    return JSON.writeValueAsString(reply);
  }
}
