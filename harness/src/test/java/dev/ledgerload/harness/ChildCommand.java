package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a JVM of its own, with an environment and a directory for temporary files. */
final class ChildCommand implements AutoCloseable {
  private static final long MOST_MINUTES = 5;

  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder printed = new StringBuilder();

  /**
   * Starts it.
   *
   * @param environment instead of all that this process has of Ledgerload's
   */
  ChildCommand(Path temporary, Map<String, String> environment, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    if (new ProcessBuilder("env", "--default-signal=INT", "true")
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0) { // else it would inherit that Ctrl-C is ignored, where this process does so
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Ledgerload.class.getName());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGERLOAD_"));
    builder.environment().putAll(environment);
    process = builder.start();
    lines = process.inputReader(UTF_8);
    process.onExit().orTimeout(MOST_MINUTES, TimeUnit.MINUTES).exceptionally(late -> kill());
  }

  private Process kill() {
    return process.destroyForcibly();
  }

  /** Waits until it has printed a line that contains something. */
  ChildCommand await(String text) throws IOException {
    var line = "";
    while (!line.contains(text)) {
      line = lines.readLine();
      assertThat(line).as("the end of: %s", printed).isNotNull();
      printed.append(line).append('\n');
    }
    return this;
  }

  /** As Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    int killed = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(killed).isZero();
  }

  /** Waits for its end. */
  int exitCode() throws IOException, InterruptedException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      printed.append(line).append('\n');
    }
    return process.waitFor();
  }

  /** What it printed so far. */
  String printed() {
    return printed.toString();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    kill();
  }
}
