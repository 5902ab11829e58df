package dev.ledgerload.harness.bench;

import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The forks' targets as files, which are gone when this is closed. */
final class TargetFiles implements AutoCloseable {
  private final Path directory;
  private final Map<Integer, Path> files = new TreeMap<>();

  TargetFiles(Map<Integer, BenchTarget> targets) throws IOException {
    directory = Leftovers.newDirectory();
    for (var target : targets.entrySet()) {
      var file = directory.resolve(target.getKey() + ".json");
      target.getValue().write(file);
      files.put(target.getKey(), file);
    }
  }

  Path of(int rows) {
    var file = files.get(rows);
    if (file == null) {
      throw new IllegalArgumentException("no target of " + rows + " rows");
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    for (var file : files.values()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(directory);
  }
}
