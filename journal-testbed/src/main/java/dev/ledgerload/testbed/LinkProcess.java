package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Link} in a JVM of its own, which ends when this process does, however that ends: it
 * waits for the end of its standard input, a pipe that only this process holds open. Thread-safe.
 */
public final class LinkProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;
  private final int meterPort;

  private LinkProcess(Process process, BufferedReader answers, int meterPort) {
    this.process = process;
    this.questions = process.outputWriter(UTF_8);
    this.answers = answers;
    this.meterPort = meterPort;
  }

  /**
   * Starts one without ways, with the class path of this JVM.
   *
   * @param roundTrip as {@link Link}'s
   * @param bitsPerSecond as {@link Link}'s
   * @throws IOException if it can't be started
   */
  public static LinkProcess start(Duration roundTrip, long bitsPerSecond) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", // for what is under way, of which there are megabytes where the line is
                // long
                "-XX:+UseSerialGC", // it makes next to no garbage
                "-XX:TieredStopAtLevel=1", // and waits more than it computes
                "-cp",
                System.getProperty("java.class.path"),
                LinkMain.class.getName(),
                roundTrip.toString(),
                Long.toString(bitsPerSecond))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var answers = process.inputReader(UTF_8);
    try {
      return new LinkProcess(process, answers, number(answers));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static int number(BufferedReader answers) throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("the link's JVM has ended");
    }
    return Integer.parseInt(line);
  }

  /** As {@link Link#to}. */
  public synchronized int to(String host, int port) throws IOException {
    questions.write(host + " " + port + "\n");
    questions.flush();
    return number(answers);
  }

  /** The port of the loopback interface for a {@link LinkMeter}. */
  public int meterPort() {
    return meterPort;
  }

  /** Lets it end, and makes it. Idempotent. */
  @Override
  public synchronized void close() {
    try {
      questions.close(); // its standard input ends
      process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    } catch (IOException e) {
      // it has ended
    }
    process.destroyForcibly();
  }
}
