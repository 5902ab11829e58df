package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.harness.bench.TrialBed;
import dev.ledgerload.harness.bench.TrialMain;
import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a build, in a fresh JVM for each request. */
final class TrialProcess {
  private static final long TIMEOUT_MINUTES = 15;
  private static final int SHOWN_LINES = 5;
  private static final String OUT = "trial.out";
  private static final String ERR = "trial.err";

  private final Path target;
  private final List<String> jvmArgs;
  private final Path directory;

  /**
   * @param target what trials are about
   * @param rows entries of its day
   * @param directory gets what the last trial printed
   */
  TrialProcess(Path target, int rows, Path directory) {
    this.target = target;
    this.jvmArgs = TrialBed.jvmArgs(rows);
    this.directory = directory;
  }

  /**
   * The build's answer.
   *
   * @throws IOException if it doesn't answer; the message says how it failed
   */
  TrialReply ask(Build.Program program, TrialRequest request) throws IOException {
    var out = directory.resolve(OUT);
    var err = directory.resolve(ERR);
    var process =
        new ProcessBuilder(command(program))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(TrialProtocol.text(request).getBytes(UTF_8));
      } catch (IOException e) {
        // It ended before it had read; its output says why.
      }
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("it took longer than %d minutes".formatted(TIMEOUT_MINUTES));
      }
      return TrialProtocol.reply(Files.readAllLines(out).stream());
    } catch (IllegalArgumentException e) {
      throw new IOException(failure(err), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Removes what trials left in a directory, and the directory. */
  static void clear(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(OUT));
    Files.deleteIfExists(directory.resolve(ERR));
    Files.deleteIfExists(directory);
  }

  private List<String> command(Build.Program program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArgs);
    command.addAll(program.jvmArgs());
    command.add("-Djmh.ignoreLock=true"); // one trial at a time is ours to see to
    command.add("-D" + TrialBed.TARGET_PROPERTY + "=" + target.toAbsolutePath());
    command.addAll(List.of("-cp", program.classPath(), TrialMain.class.getName()));
    return command;
  }

  private static String failure(Path err) throws IOException {
    var lines = Files.readAllLines(err).stream().filter(line -> !line.isBlank()).toList();
    if (lines.stream().anyMatch(line -> line.contains(TrialMain.class.getName()))) {
      return "it doesn't speak the trial protocol: it was built from a commit that had no gate yet,"
          + " or isn't ledgerload.jar; name a later commit";
    }
    return lines.isEmpty()
        ? "its JVM ended without a word"
        : String.join("; ", lines.subList(0, Math.min(SHOWN_LINES, lines.size())));
  }
}
