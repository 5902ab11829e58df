package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/** Builds commits of the repository that this process runs in, each in a clone of its own. */
final class GitBuild {
  private static final String JAR = "harness/target/ledgerload.jar";

  private final Path kept;

  /**
   * @param kept where the jars are kept, so that no commit is built twice
   */
  GitBuild(Path kept) {
    this.kept = kept;
  }

  /**
   * The jar of a commit.
   *
   * @param name a commit's id, a branch or a tag
   * @throws IllegalArgumentException if there is no such commit
   * @throws IOException if it can't be built; the message has the end of what Maven said
   */
  Path jar(String name) throws IOException {
    var commit = commit(name);
    var jar = kept.resolve(commit + ".jar");
    if (!Files.exists(jar)) {
      Files.createDirectories(kept);
      build(commit, jar);
    }
    return jar;
  }

  private static String commit(String name) throws IOException {
    if (name.startsWith("-")) { // git would take it for an option
      throw new IllegalArgumentException("\"%s\" is neither a jar nor a commit".formatted(name));
    }
    var found = run(Path.of("."), "git", "rev-parse", "--verify", "--quiet", name + "^{commit}");
    if (found.exitCode() != 0) {
      throw new IllegalArgumentException(
          "\"%s\" is neither a jar, nor the directory of an earlier gate, nor a commit of the repository in %s"
              .formatted(name, Path.of("").toAbsolutePath()));
    }
    return found.output().strip();
  }

  private void build(String commit, Path jar) throws IOException {
    // A clone, not a work tree: in that, the build would name the commit of the main one.
    var tree = Leftovers.newDirectory();
    try {
      var repository = run(Path.of("."), "git", "rev-parse", "--show-toplevel");
      var origin = repository.output().strip();
      require(
          run(tree, "git", "clone", "-q", "--shared", "--no-checkout", origin, "."),
          "git can't clone " + origin);
      require(
          run(tree, "git", "checkout", "-q", "--detach", commit), "git can't check out " + commit);
      require(
          run(
              tree,
              "mvn",
              "-q",
              "-B",
              "-ntp",
              "-Dmaven.test.skip",
              "-Dspotless.check.skip",
              "-Derrorprone=",
              "package",
              "-pl",
              "harness",
              "-am"),
          "Maven can't build " + commit);
      var part = jar.resolveSibling(jar.getFileName() + ".part");
      Files.copy(tree.resolve(JAR), part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Leftovers.delete(tree);
    }
  }

  private static void require(Finished result, String otherwise) throws IOException {
    if (result.exitCode() != 0) {
      var lines = result.output().strip().lines().toList();
      var end = lines.subList(Math.max(0, lines.size() - 20), lines.size());
      throw new IOException(otherwise + ":\n" + String.join("\n", end));
    }
  }

  /** What came of another program. */
  private record Finished(int exitCode, String output) {}

  private static Finished run(Path directory, String... command) throws IOException {
    try {
      var process =
          new ProcessBuilder(List.of(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Finished(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + Arrays.toString(command), e);
    }
  }
}
