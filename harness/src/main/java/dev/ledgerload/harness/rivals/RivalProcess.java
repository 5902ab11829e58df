package dev.ledgerload.harness.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.reports.results.RecordJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A rival's process. It ends with its input, so it never outlives this one. Not thread-safe. */
final class RivalProcess implements AutoCloseable {
  private static final String LOAD = "load";
  private static final long TIMEOUT_MINUTES = 15;
  private static final int SHOWN_LINES = 3;

  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;
  private final Path err;
  private final CompletableFuture<Process> timeout;
  private final RivalReady ready;

  /**
   * Starts it; returns once it is connected.
   *
   * @param err gets what it prints to standard error
   * @throws IOException if it can't be started, or can't load; the message says why
   */
  RivalProcess(List<String> command, RivalRequest request, Path err) throws IOException {
    this.err = err;
    process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    out = process.inputReader(UTF_8);
    in = new PrintWriter(process.outputWriter(UTF_8), true);
    timeout =
        process
            .onExit()
            .orTimeout(TIMEOUT_MINUTES, TimeUnit.MINUTES)
            .whenComplete((ended, late) -> process.destroyForcibly());
    try {
      in.println(RecordJson.line(request));
      ready = answer(RivalReady.class);
      if (ready.error() != null) {
        throw new IOException(ready.error());
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Of its libraries. */
  String version() {
    return ready.version();
  }

  /**
   * Has it load the day once.
   *
   * @throws IOException if it fails, or ends; the message says why
   */
  RivalReply load() throws IOException {
    in.println(LOAD);
    var reply = answer(RivalReply.class);
    if (reply.error() != null) {
      throw new IOException(reply.error());
    }
    return reply;
  }

  private <T> T answer(Class<T> type) throws IOException {
    var line = out.readLine();
    if (line == null) {
      throw new IOException(lastWords());
    }
    try {
      return RecordJson.parse(line, type);
    } catch (IllegalArgumentException e) {
      throw new IOException("its answer isn't one: " + e.getMessage(), e);
    }
  }

  private String lastWords() throws IOException {
    if (timeout.isCompletedExceptionally()) {
      return "it took longer than %d minutes".formatted(TIMEOUT_MINUTES);
    }
    var lines = Files.readAllLines(err).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty()
        ? "its process ended without a word"
        : String.join("; ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      out.close();
    } catch (IOException e) {
      // there is nothing more to read
    }
  }
}
