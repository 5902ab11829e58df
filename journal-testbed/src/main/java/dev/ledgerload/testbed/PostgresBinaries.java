package dev.ledgerload.testbed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path for this machine. This user's programs share
 * them.
 *
 * @param directory what was unpacked
 */
record PostgresBinaries(Path directory) {
  private static final long NEEDED_BYTES = 200L << 20;
  private static final int ANYBODY_EXECUTES = 0111;

  /** The version of those on the class path. */
  static String version() {
    var properties = new Properties();
    try (var in = PostgresBinaries.class.getResourceAsStream("embedded-postgres.properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /**
   * Unpacks them, unless they are there.
   *
   * @throws TestbedException if the class path has none for this machine, or others could have put
   *     there what is there
   */
  static PostgresBinaries unpacked() throws IOException {
    var archive = archive();
    var parent = TrustedDirectory.own();
    Leftovers.sweep(parent);
    var directory = parent.resolve("%s-%s".formatted(archive.replace(".txz", ""), version()));
    if (!Files.isDirectory(directory)) {
      unpack(archive, parent, directory);
    }
    return new PostgresBinaries(directory);
  }

  /** They get their name when they are complete: they are there as a whole or not at all. */
  private static void unpack(String archive, Path parent, Path directory) throws IOException {
    var unfinished = ServerDirectory.within(parent, NEEDED_BYTES);
    try (var in = Objects.requireNonNull(resource(archive));
        var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, unfinished.path().resolve(entry.getName()));
      }
      Files.move(unfinished.path(), directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(directory)) { // else somebody was faster
        throw e;
      }
    } finally {
      unfinished.delete();
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path, TrustedDirectory.ownerOnly());
      return;
    }
    Files.createDirectories(Objects.requireNonNull(path.getParent()), TrustedDirectory.ownerOnly());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    var executable = (entry.getMode() & ANYBODY_EXECUTES) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
  }

  private static String archive() {
    var possible = archives();
    return possible.stream()
        .filter(name -> PostgresBinaries.class.getResource("/" + name) != null)
        .findFirst()
        .orElseThrow(
            () ->
                new TestbedException(
                    "the class path has no PostgreSQL for this machine, which would be "
                        + String.join(" or ", possible)));
  }

  /** What those for this machine are called, the best first. */
  private static List<String> archives() {
    var processor =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch");
        };
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")) {
      return List.of( // the system runs the latter on the former's processor
          "postgres-darwin-%s.txz".formatted(processor), "postgres-darwin-x86_64.txz");
    }
    var linux = "postgres-linux-%s.txz".formatted(processor);
    return Files.exists(Path.of("/etc/alpine-release"))
        ? List.of("postgres-linux-%s-alpine_linux.txz".formatted(processor), linux)
        : List.of(linux);
  }

  private static @Nullable InputStream resource(String archive) {
    return PostgresBinaries.class.getResourceAsStream("/" + archive);
  }

  /** One of the programs. */
  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }
}
