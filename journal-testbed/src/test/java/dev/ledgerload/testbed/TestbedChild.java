package dev.ledgerload.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that starts a testbed as its environment asks, says what came of it, and waits. */
final class TestbedChild {
  private TestbedChild() {}

  /** Prints {@code ready}, provider, PostgreSQL's and Redis's ports, notes; or what went wrong. */
  public static void main(String[] arguments) throws IOException {
    try (var testbed = JournalTestbed.start()) {
      System.out.printf(
          "ready %s %s %d %s%n",
          testbed.provider(),
          testbed.postgresUrl().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"),
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

  static Process start(Path temporary, Map<String, String> environment, String... javaOptions) {
    List<String> command = new ArrayList<>(heedingInterrupts());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-XX:TieredStopAtLevel=1"); // it ends before the best compiler pays
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    command.addAll(List.of(javaOptions));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), TestbedChild.class.getName()));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGERLOAD_"));
    builder.environment().putAll(environment);
    try {
      shareBinaries(temporary);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacking PostgreSQL into each temporary directory would take longer than all the rest. */
  private static void shareBinaries(Path temporary) throws IOException {
    var link = temporary.resolve("embedded-pg");
    if (!Files.exists(link)) {
      var shared = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg").toAbsolutePath();
      Files.createSymbolicLink(link, Files.createDirectories(shared));
    }
  }

  /** The first line that it prints. */
  static String firstLine(Process child) throws IOException {
    return String.valueOf(child.inputReader(StandardCharsets.UTF_8).readLine());
  }
}
