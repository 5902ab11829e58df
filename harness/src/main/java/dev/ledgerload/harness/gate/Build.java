package dev.ledgerload.harness.gate;

import dev.ledgerload.reports.gate.GateSubject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One side's program, or what it gave in an earlier gate.
 *
 * <p>{@link Program} can be measured; {@link Recorded} was.
 */
sealed interface Build {
  /** As it was named. */
  String name();

  /**
   * The build that a word on the command line means.
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
      return new Recorded(name, TrialLog.read(path));
    }
    if (Files.isRegularFile(path)) {
      return Program.ofJar(name, path);
    }
    if (name.endsWith(".jar")) {
      throw new IllegalArgumentException("there is no jar " + name);
    }
    return Program.ofJar(name, new GitBuild(output.resolve("builds")).jar(name));
  }

  /**
   * Something to measure.
   *
   * @param classPath a jar, as a rule
   * @param digest of the jar, to tell whether an interrupted run was of the same one
   * @param jvmArgs besides those that every trial gets
   */
  record Program(String name, String classPath, String digest, List<String> jvmArgs)
      implements Build {

    /** A jar with everything in it. */
    static Program ofJar(String name, Path jar) throws IOException {
      return new Program(name, jar.toAbsolutePath().toString(), digest(jar), List.of());
    }

    private static String digest(Path jar) throws IOException {
      try (var in =
          new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
        in.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(in.getMessageDigest().digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * What the candidate of an earlier gate gave.
   *
   * @param log of that gate
   */
  record Recorded(String name, TrialLog log) implements Build {
    GateSubject subject() {
      return new GateSubject(name, log.header().candidate().commit());
    }
  }
}
