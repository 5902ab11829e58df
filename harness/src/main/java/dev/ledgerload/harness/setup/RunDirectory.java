package dev.ledgerload.harness.setup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The directory that a run's files go to. */
public final class RunDirectory {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final FileAttribute<?>[] OWNER_ONLY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
  };

  private RunDirectory() {}

  /**
   * A new directory under {@code output}.
   *
   * @param prefix of its name, which the time follows
   * @param ownerOnly whether others may not look into it
   */
  public static Path create(Path output, String prefix, Instant startedAt, boolean ownerOnly)
      throws IOException {
    FileAttribute<?>[] attributes = ownerOnly ? OWNER_ONLY : new FileAttribute<?>[0];
    Files.createDirectories(output);
    var name = prefix + TIME.format(startedAt);
    for (int attempt = 1; ; attempt++) {
      var directory = output.resolve(attempt == 1 ? name : name + "-" + attempt);
      try {
        return Files.createDirectory(directory, attributes);
      } catch (FileAlreadyExistsException e) {
        // Another run began in the same second.
      }
    }
  }

  /** Points {@code latest} at a run; where links can't be made there is none. */
  public static void markLatest(Path directory) throws IOException {
    var latest = directory.resolveSibling("latest");
    Files.deleteIfExists(latest);
    try {
      Files.createSymbolicLink(latest, directory.getFileName());
    } catch (UnsupportedOperationException e) {
      // latest is a convenience: the run's own directory has everything.
    }
  }
}
