package dev.ledgerload.testbed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
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
   * Whoever writes the file decides what the server runs, so it lies in this user's own directory.
   * It gets its name when it is complete: it is there whole or not at all, also where directories
   * for temporary files are cleaned of what is old.
   */

  /**
   * That of this user, for the binaries on the class path.
   *
   * @param settings what initdb is told; with other settings it is another template
   * @throws TestbedException if others could have written it
   */
  static ClusterTemplate of(String settings) throws IOException {
    return new ClusterTemplate(
        TrustedDirectory.own()
            .resolve(
                "cluster-%s-%08x.zip".formatted(PostgresBinaries.version(), settings.hashCode())));
  }

  /** Whether there is one. */
  boolean exists() {
    return Files.isRegularFile(file);
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
    try (zip) {
      for (var entry : Collections.list(zip.entries())) {
        var path = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectory(
              path, TrustedDirectory.ownerOnly()); // a server takes no data that others can read
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
      var unfinished = Files.createTempFile(file.getParent(), Leftovers.prefix(), ".zip");
      try {
        write(unfinished, directory);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      // A full disk: initdb does for the next server, too.
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
      // The next server will say what is wrong with it.
    }
  }
}
