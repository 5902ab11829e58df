package dev.ledgerload.harness.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: beside the place where it is to be, and then moved there. What
 * was there before stays until then.
 */
public final class OutputFile {
  private OutputFile() {}

  /** Writes a file that isn't there yet. */
  public interface Writing {
    void to(Path file) throws IOException;
  }

  /** Writes text. */
  public interface TextWriting {
    void to(Writer writer) throws IOException;
  }

  /**
   * Makes sure that a file can be written, before anything is loaded for it.
   *
   * @throws IllegalArgumentException if it can't: its directory isn't there, or something else is
   *     in its place
   */
  public static void require(Path file) {
    var directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "--output: there is no directory %s to write %s to".formatted(directory, file));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "--output must be a file's name, or - for text on standard output; %s is no file"
              .formatted(file));
    }
  }

  /**
   * Writes it.
   *
   * @throws IOException if that fails; then there is what was there before, and nothing beside it
   */
  public static void write(Path file, Writing writing) throws IOException {
    var target = file.toAbsolutePath();
    var part =
        target.resolveSibling(
            ".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID().toString()));
    part.toFile().deleteOnExit(); // should Ctrl-C come in between
    try {
      writing.to(part);
      move(part, target);
    } finally {
      Files.deleteIfExists(part); // which is there only if this failed
    }
  }

  /** The same of text in UTF-8. */
  public static void writeText(Path file, TextWriting writing) throws IOException {
    write(
        file,
        part -> {
          try (var writer = Files.newBufferedWriter(part, UTF_8)) {
            writing.to(writer);
          }
        });
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
