package dev.ledgerload.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and directories that bear the name of the process they belong to; so what one left behind
 * that was killed, together with those who watched over it, can be told from what is in use.
 */
public final class Leftovers {
  private static final Pattern NAME = Pattern.compile("ledgerload-" + ProcessStamp.PATTERN + "-.*");
  private static final String SERVER = "server";
  private static final int GRACE_SECONDS = 10;

  private Leftovers() {}

  /**
   * A new directory in the one for temporary files, that only this user can enter. This process is
   * to {@link #delete} it; should it be killed before, the next that asks for one does.
   */
  public static Path newDirectory() throws IOException {
    sweep(Path.of(System.getProperty("java.io.tmpdir")));
    return Files.createTempDirectory(prefix());
  }

  /** What the name of a file or directory of this process must begin with. */
  static String prefix() {
    return "ledgerload-%s-".formatted(ProcessStamp.ofThisProcess());
  }

  /** Notes the server that runs in a directory of this process. */
  static void note(Path directory, ProcessStamp server, String signal) throws IOException {
    Files.write(directory.resolve(SERVER), List.of(server.toString(), signal));
  }

  /**
   * Ends and deletes what this user's processes left that are dead. What can't be deleted stays.
   */
  static void sweep(Path parent) throws IOException {
    try (Stream<Path> paths = Files.list(parent)) {
      paths.filter(Leftovers::isLeft).forEach(Leftovers::remove);
    }
  }

  private static boolean isLeft(Path path) {
    var matcher = NAME.matcher(path.getFileName().toString());
    return matcher.matches() && TrustedDirectory.isOwn(path) && ProcessStamp.of(matcher).isDead();
  }

  private static void remove(Path path) {
    try {
      var lines = Files.readAllLines(path.resolve(SERVER));
      if (lines.size() == 2) { // else its parent was killed as it wrote them
        ProcessStamp.parse(lines.get(0))
            .filter(ProcessStamp::isAlive)
            .ifPresent(server -> end(server, lines.get(1)));
      }
    } catch (IOException e) {
      // there was no server yet
    }
    delete(path);
  }

  private static void end(ProcessStamp server, String signal) {
    var pid = Long.toString(server.pid());
    ChildProcesses.succeeds("kill", "-" + signal, pid);
    ProcessHandle.of(server.pid())
        .filter(process -> !ChildProcesses.exits(process, GRACE_SECONDS))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Deletes what can be deleted of a directory: what just died may still hold a file. */
  public static void delete(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Somebody else deletes it at this moment, or the next start does.
    }
  }
}
