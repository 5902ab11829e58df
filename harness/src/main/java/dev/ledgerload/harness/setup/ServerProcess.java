package dev.ledgerload.harness.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A strategy's server in a JVM of its own, which ends when this process does, however that ends.
 */
final class ServerProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final String url;

  private ServerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it; returns once it answers.
   *
   * @param target the file of its journal
   * @throws IOException if it could not be started; the message says why
   */
  static ServerProcess start(String strategy, Path target) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmArgs.always());
    command.addAll(List.of(Target.jvmArg(target), "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ServerMain.class.getName(), strategy));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var line = process.inputReader(UTF_8).readLine();
    if (line == null || !line.startsWith(ServerMain.READY)) {
      process.destroyForcibly();
      throw new IOException(line == null ? "its JVM ended at once" : line);
    }
    return new ServerProcess(process, line.substring(ServerMain.READY.length()));
  }

  /** Where its clients find it. */
  String url() {
    return url;
  }

  /** Lets it end, and makes it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // its standard input ends
      process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    } catch (IOException e) {
      // it has ended
    }
    process.destroyForcibly();
  }
}
