package dev.ledgerload.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory that an embedded server's files live in, and go with. Only this user can enter it.
 */
record ServerDirectory(Path path) {

  /**
   * Makes one within {@code parent}, which is first rid of what dead processes left there.
   *
   * @throws TestbedException if it can't be written to, or not by this user alone, or hasn't got
   *     {@code neededBytes} free
   */
  static ServerDirectory within(Path parent, long neededBytes) {
    try {
      Files.createDirectories(parent, TrustedDirectory.ownerOnly());
      TrustedDirectory.require(parent);
      Leftovers.sweep(parent);
      long usableBytes = Files.getFileStore(parent).getUsableSpace();
      if (usableBytes < neededBytes) {
        throw new TestbedException(
            "an embedded server needs %,d MB in %s, which has %,d MB free: free some, or set -Djava.io.tmpdir to a larger place"
                .formatted(neededBytes >> 20, parent, usableBytes >> 20));
      }
      return new ServerDirectory(
          Files.createTempDirectory(parent.toAbsolutePath(), Leftovers.prefix()));
    } catch (IOException e) {
      throw new TestbedException(
          "an embedded server can't write to %s (%s): set -Djava.io.tmpdir to a directory that it may write to"
              .formatted(parent, e),
          e);
    }
  }

  /** What a server last said in a file of its own, for a message. */
  String lastWords(String file) {
    try {
      var lines = Files.readAllLines(path.resolve(file));
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (IOException e) {
      return "it left no log";
    }
  }

  /** Deletes what can be deleted. */
  void delete() {
    Leftovers.delete(path);
  }
}
