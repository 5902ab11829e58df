package dev.ledgerload.harness;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which code this is, from the file that the build writes. */
final class BuildVersion implements IVersionProvider {
  private static final String UNKNOWN = "unknown";

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"ledgerload, commit " + commit()};
  }

  /** The commit's abbreviated id, with {@code -dirty} if there were changes beside it. */
  static String commit() throws IOException {
    var git = new Properties();
    try (var stream = BuildVersion.class.getResourceAsStream("git.properties")) {
      if (stream == null) {
        return UNKNOWN;
      }
      git.load(stream);
    }
    var dirty = Boolean.parseBoolean(git.getProperty("git.dirty"));
    return git.getProperty("git.commit.id.abbrev", UNKNOWN) + (dirty ? "-dirty" : "");
  }
}
