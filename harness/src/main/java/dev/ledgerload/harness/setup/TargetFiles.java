package dev.ledgerload.harness.setup;

import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The forks' targets as files, which are gone when this is closed. */
public final class TargetFiles implements AutoCloseable {
  private final Path directory;
  private final Map<Integer, Path> files = new TreeMap<>();

  /**
   * @param targets by their numbers of rows
   */
  public TargetFiles(Map<Integer, Target> targets) throws IOException {
    directory = Leftovers.newDirectory();
    for (var target : targets.entrySet()) {
      var file = directory.resolve(target.getKey() + ".json");
      target.getValue().write(file);
      files.put(target.getKey(), file);
    }
  }

  /** The file of a target. */
  public Path of(int rows) {
    var file = files.get(rows);
    if (file == null) {
      throw new IllegalArgumentException("no target of " + rows + " rows");
    }
    return file;
  }

  @Override
  public void close() {
    Leftovers.delete(directory);
  }
}
