package dev.ledgerload.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directory that an embedded server's files live in, and go with. */
record ServerDirectory(Path path) {

  /**
   * Makes one within {@code parent}.
   *
   * @throws TestbedException if it can't be written to, or hasn't got {@code neededBytes} free
   */
  static ServerDirectory within(Path parent, long neededBytes) {
    try {
      Files.createDirectories(parent);
      long usableBytes = Files.getFileStore(parent).getUsableSpace();
      if (usableBytes < neededBytes) {
        throw new TestbedException(
            "an embedded server needs %,d MB in %s, which has %,d MB free: free some, or set -Djava.io.tmpdir to a larger place"
                .formatted(neededBytes >> 20, parent, usableBytes >> 20));
      }
      return new ServerDirectory(Files.createTempDirectory(parent, "ledgerload-"));
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

  /** Deletes what can be deleted: a server that just died may still hold a file. */
  void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
