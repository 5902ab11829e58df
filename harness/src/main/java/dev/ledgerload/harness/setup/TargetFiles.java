package dev.ledgerload.harness.setup;

import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The forks' targets as files, which are gone when this is closed.
 *
 * @param <K> what tells them apart
 */
public final class TargetFiles<K> implements AutoCloseable {
  private final Path directory;
  private final Map<K, Path> files = new HashMap<>();

  /** Writes them. */
  public TargetFiles(Map<K, Target> targets) throws IOException {
    directory = Leftovers.newDirectory();
    for (var target : targets.entrySet()) {
      var file = directory.resolve(files.size() + ".json");
      target.getValue().write(file);
      files.put(target.getKey(), file);
    }
  }

  /** The file of a target. */
  public Path of(K key) {
    var file = files.get(key);
    if (file == null) {
      throw new IllegalArgumentException("no target of " + key);
    }
    return file;
  }

  @Override
  public void close() {
    Leftovers.delete(directory);
  }
}
