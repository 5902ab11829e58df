package dev.ledgerload.harness.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the build that a word on the command line means. */
final class Builds {
  private Builds() {}

  /**
   * A build.
   *
   * @param name a jar, the directory of an earlier gate, or a commit of the repository that this
   *     process runs in
   * @param output where jars of commits are kept
   * @throws IllegalArgumentException if it is none of these; the message says what was looked for
   * @throws IOException if a commit can't be built
   */
  static Build of(String name, Path output) throws IOException {
    var path = Path.of(name);
    if (Files.isDirectory(path)) {
      if (!Files.exists(path.resolve(TrialLog.FILE))) {
        throw new IllegalArgumentException(
            "%s is a directory without %s: name that of an earlier gate, a jar or a commit"
                .formatted(name, TrialLog.FILE));
      }
      return new Build.Recorded(name, TrialLog.read(path));
    }
    if (Files.isRegularFile(path)) {
      return Build.Program.ofJar(name, path);
    }
    if (name.endsWith(".jar")) {
      throw new IllegalArgumentException("there is no jar " + name);
    }
    return Build.Program.ofJar(name, new GitBuild(output.resolve("builds")).jar(name));
  }
}
