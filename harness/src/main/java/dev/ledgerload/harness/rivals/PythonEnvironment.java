package dev.ledgerload.harness.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * A Python with the packages that {@code requirements.txt} pins: a virtual environment under {@code
 * rivals/target}, made when it is first needed and kept for as long as they stay the same.
 */
final class PythonEnvironment {
  private static final String EXTENSION = "postgres_scanner.duckdb_extension";
  private static final String MADE = "made";
  private static final long TIMEOUT_MINUTES = 15;

  private final Path folder;

  private PythonEnvironment(Path folder) {
    this.folder = folder;
  }

  /**
   * The environment of a module; where it isn't there yet, pip downloads it.
   *
   * @param out is told so
   * @throws RivalAbsentException if it can't be had: there is no Python, no network, or no package
   *     for this machine
   */
  static PythonEnvironment of(RivalsFolder rivals, PrintWriter out) throws IOException {
    var requirements = rivals.path().resolve("src/main/python/requirements.txt");
    var crc = new CRC32();
    crc.update(Files.readAllBytes(requirements));
    var folder = rivals.path().resolve("target/python-%08x".formatted(crc.getValue()));
    if (!Files.exists(folder.resolve(MADE))) {
      Leftovers.delete(folder); // of one that was interrupted
      out.printf("note: pip puts what rivals in Python need into %s%n", folder);
      out.flush();
      make(folder, requirements);
    }
    return new PythonEnvironment(folder);
  }

  private static void make(Path folder, Path requirements) throws IOException {
    Files.createDirectories(folder);
    var output = folder.resolve("output");
    run(output, List.of("python3", "-m", "venv", folder.toString()));
    run(
        output,
        List.of(
            python(folder).toString(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary=:all:",
            "--requirement",
            requirements.toString()));
    Files.createFile(folder.resolve(MADE));
  }

  private static void run(Path output, List<String> command) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new RivalAbsentException("there is no %s here".formatted(command.get(0)));
    }
    try {
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        throw new RivalAbsentException(
            "pip took longer than %d minutes".formatted(TIMEOUT_MINUTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RivalAbsentException("it was interrupted");
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new RivalAbsentException(
          "its packages can't be had: " + lastLine(Files.readString(output, UTF_8)));
    }
  }

  private static String lastLine(String output) {
    return output.lines().filter(line -> !line.isBlank()).reduce("no word", (one, next) -> next);
  }

  private static Path python(Path folder) {
    var windows = folder.resolve("Scripts/python.exe");
    return Files.exists(windows) ? windows : folder.resolve("bin/python");
  }

  Path python() {
    return python(folder);
  }

  /**
   * The file of DuckDB's extension for PostgreSQL.
   *
   * @throws RivalAbsentException if its package hasn't got it
   */
  Path extension() throws IOException {
    try (var files = Files.find(folder, 12, (file, is) -> file.endsWith(EXTENSION))) {
      return files
          .findFirst()
          .orElseThrow(() -> new RivalAbsentException("its package has no " + EXTENSION));
    }
  }
}
