package dev.ledgerload.reports.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all, so that no reader and no crash ever sees half of one. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes it in UTF-8; directories above it are made.
   *
   * @throws ReportException if it can't be written
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(UTF_8));
  }

  public static void write(Path file, byte[] bytes) {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      Files.createDirectories(part.getParent());
      Files.write(part, bytes);
      move(part, target);
    } catch (IOException e) {
      throw new ReportException("can't write %s: %s".formatted(file, e), e);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
