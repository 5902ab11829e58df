package dev.ledgerload.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that starts a testbed as its environment asks, says what came of it, and waits. */
final class TestbedChild {
  private TestbedChild() {}

  /** Has it start a pool and a standby as well. */
  static final String WITH_POOL_AND_STANDBY = "with-pool-and-standby";

  /** Prints {@code ready}, provider, PostgreSQL's and Redis's ports, notes; or what went wrong. */
  public static void main(String[] arguments) throws IOException {
    try (var testbed = JournalTestbed.start()) {
      if (List.of(arguments).contains(WITH_POOL_AND_STANDBY)) {
        PgBouncer.start(testbed.postgresUrl());
        Standby.of(testbed.postgresUrl());
      }
      System.out.printf(
          "ready %s %s %d %s%n",
          testbed.provider(),
          DatabaseUrl.of(testbed.postgresUrl()).port(),
          testbed.redisUrl().port(),
          testbed.notes());
      System.in.read(); // until it is killed, or told to end by the end of its input
    } catch (TestbedException e) {
      System.out.println("failed " + e.getMessage());
    }
  }

  /**
   * A shell that runs us in the background has us ignore interrupts, and so our children; where the
   * machine's {@code env} can, it undoes that.
   */
  private static List<String> heedingInterrupts() {
    var env = List.of("env", "--default-signal=INT");
    try {
      var probe = new ProcessBuilder("env", "--default-signal=INT", "true").start();
      return probe.waitFor() == 0 ? env : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts it.
   *
   * @param options of the JVM, before what tells it to do more
   */
  static Process start(Map<String, String> environment, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(heedingInterrupts());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-XX:TieredStopAtLevel=1"); // it ends before the best compiler pays
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), TestbedChild.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGERLOAD_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** What lies where servers of a child live. */
  static List<Path> directories(Process child) throws IOException {
    var pid = "-" + child.pid() + "-";
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ledgerload-"))
          .filter(file -> file.getFileName().toString().contains(pid))
          .toList();
    }
  }

  /** The first line that it prints. */
  static String firstLine(Process child) throws IOException {
    return String.valueOf(child.inputReader(StandardCharsets.UTF_8).readLine());
  }
}
