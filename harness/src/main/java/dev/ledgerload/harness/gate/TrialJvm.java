package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A fresh JVM of a build that answers one request, an operation at a time. Not thread-safe. */
final class TrialJvm implements AutoCloseable {
  private static final long TIMEOUT_MINUTES = 15;
  private static final int SHOWN_LINES = 5;

  private final Process process;
  private final BufferedReader out;

  /** What can't be written any more, to one that has ended, is lost; its output says why. */
  private final PrintWriter in;

  private final Path err;
  private final CompletableFuture<Process> timeout;
  private final List<String> replies = new ArrayList<>();

  /**
   * Starts it.
   *
   * @param err gets what it prints to standard error
   */
  TrialJvm(List<String> command, TrialRequest request, Path err) throws IOException {
    this.err = err;
    this.process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    this.out = process.inputReader(UTF_8);
    this.in = new PrintWriter(process.outputWriter(UTF_8), true);
    this.timeout =
        process
            .onExit()
            .orTimeout(TIMEOUT_MINUTES, TimeUnit.MINUTES)
            .whenComplete((ended, late) -> process.destroyForcibly());
    in.println(TrialProtocol.text(request));
    if (request.cell() == null) {
      in.close(); // builds that speak the protocol's version 1 wait for that
    }
  }

  /** Waits until it is about to begin an operation; false if there is none left to begin. */
  boolean isReady() throws IOException {
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals(TrialProtocol.READY)) {
        return true;
      }
      if (TrialProtocol.isReply(line)) {
        replies.add(line);
      }
    }
    return false;
  }

  /** Lets it begin an operation. */
  void go() {
    in.println(TrialProtocol.GO);
  }

  /** Its reply, after {@link #isReady} was false; if it gave none, one that says how it failed. */
  TrialReply reply() throws IOException {
    try {
      return TrialProtocol.reply(replies.stream());
    } catch (IllegalArgumentException e) {
      return TrialReply.ofError(failure(), false);
    }
  }

  private String failure() throws IOException {
    if (timeout.isCompletedExceptionally()) {
      return "it took longer than %d minutes".formatted(TIMEOUT_MINUTES);
    }
    var lines = Files.readAllLines(err).stream().filter(line -> !line.isBlank()).toList();
    if (lines.stream().anyMatch(line -> line.contains(TrialProtocol.MAIN_CLASS))) {
      return "it doesn't speak the trial protocol: it was built from a commit that had no gate yet,"
          + " or isn't ledgerload.jar; name a later commit";
    }
    return lines.isEmpty()
        ? "its JVM ended without a word"
        : String.join("; ", lines.subList(0, Math.min(SHOWN_LINES, lines.size())));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    out.close();
  }
}
