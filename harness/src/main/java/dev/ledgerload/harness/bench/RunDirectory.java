package dev.ledgerload.harness.bench;

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
final class RunDirectory {
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final FileAttribute<?>[] OWNER_ONLY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
  };

  private RunDirectory() {}

  /**
   * A new directory under {@code output}, named by the time.
   *
   * @param ownerOnly whether others may not look into it
   */
  static Path create(Path output, Instant startedAt, boolean ownerOnly) throws IOException {
    FileAttribute<?>[] attributes = ownerOnly ? OWNER_ONLY : new FileAttribute<?>[0];
    Files.createDirectories(output);
    var name = RUN_ID.format(startedAt);
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
  static void markLatest(Path directory) throws IOException {
    var latest = directory.resolveSibling("latest");
    Files.deleteIfExists(latest);
    try {
      Files.createSymbolicLink(latest, directory.getFileName());
    } catch (UnsupportedOperationException e) {
      // latest is a convenience: the run's own directory has everything.
    }
  }
}
