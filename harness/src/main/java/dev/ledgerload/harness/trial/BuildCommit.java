package dev.ledgerload.harness.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Of which commit this code is, from the file that the build writes. */
public final class BuildCommit {
  private static final String FILE = "/dev/ledgerload/harness/git.properties";
  private static final String UNKNOWN = "unknown";

  private BuildCommit() {}

  /** The commit's abbreviated id, with {@code -dirty} if there were changes besides it. */
  public static String name() {
    var git = git();
    var dirty = Boolean.parseBoolean(git.getProperty("git.dirty"));
    return git.getProperty("git.commit.id.abbrev", UNKNOWN) + (dirty ? "-dirty" : "");
  }

  /** The version that the commit's project says it has. */
  public static String version() {
    return git().getProperty("git.build.version", UNKNOWN);
  }

  private static Properties git() {
    var git = new Properties();
    try (var stream = BuildCommit.class.getResourceAsStream(FILE)) {
      if (stream != null) {
        git.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return git;
  }
}
