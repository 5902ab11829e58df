package dev.ledgerload.harness.rivals;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder of the module {@code rivals} in a checkout, as its build left it. */
record RivalsFolder(Path path) {
  private static final String CATALOGUE = "rivals/rivals.json";

  /** The one of the checkout that this code was built in, or else of the working directory. */
  static Optional<RivalsFolder> find() {
    for (var start : List.of(ownPlace(), Path.of(""))) {
      for (var at = start.toAbsolutePath(); at != null; at = at.getParent()) {
        if (Files.exists(at.resolve(CATALOGUE))) {
          return Optional.of(new RivalsFolder(at.resolve("rivals")));
        }
      }
    }
    return Optional.empty();
  }

  private static Path ownPlace() {
    try {
      return Path.of(
          RivalsFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path consists of URIs", e);
    }
  }

  List<RivalCatalogue.Entry> rivals() throws IOException {
    return RivalCatalogue.read(path.resolve("rivals.json")).rivals();
  }

  /**
   * The class path of one in Java.
   *
   * @param jars as {@link RivalCatalogue.Entry} has them
   * @throws RivalAbsentException if it isn't built, or they aren't there
   */
  String classPath(@Nullable List<String> jars) throws IOException {
    var classes = path.resolve("target/classes");
    var file = path.resolve("target/class-path");
    if (!Files.exists(classes) || !Files.exists(file)) {
      throw new RivalAbsentException("it isn't built: mvn package -DskipTests builds it");
    }
    List<String> parts = new ArrayList<>(List.of(classes.toString()));
    for (var place : jars == null ? List.<String>of() : jars) {
      parts.add(classPath(path.resolveSibling(place)));
    }
    parts.add(Files.readString(file).strip());
    return String.join(File.pathSeparator, parts);
  }

  private static String classPath(Path place) throws IOException {
    if (Files.notExists(place)) {
      throw new RivalAbsentException(
          "its jars aren't here: mvn -Privals,spark package -DskipTests brings them");
    }
    if (!Files.isDirectory(place)) {
      return place.toString().endsWith(".jar") ? place.toString() : Files.readString(place).strip();
    }
    try (var files = Files.list(place)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .collect(joining(File.pathSeparator));
    }
  }
}
