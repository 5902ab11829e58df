package dev.ledgerload.harness.rivals;

import dev.ledgerload.reports.results.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code rivals.json}.
 *
 * @param rivals in the order of their programs' getting known
 */
record RivalCatalogue(List<Entry> rivals) {

  /**
   * A rival.
   *
   * @param name of it in the results, which never changes
   * @param title of it for people
   * @param language that it is written for: {@code Java} or {@code Python}
   * @param program the class or the module that loads
   * @param code where that is, from the checkout
   * @param makes what its user gets
   * @param about how it loads
   * @param jars a folder of {@code rivals/target} with jars that only this one has; null for none
   * @param extension whether it needs DuckDB's extension, which comes with Python's packages
   */
  record Entry(
      String name,
      String title,
      String language,
      String program,
      String code,
      String makes,
      String about,
      @Nullable String jars,
      @Nullable Boolean extension) {
    static final String PYTHON = "Python";

    boolean isPython() {
      return language.equals(PYTHON);
    }

    boolean needsExtension() {
      return Boolean.TRUE.equals(extension);
    }

    boolean needsPython() {
      return isPython() || needsExtension();
    }
  }

  static RivalCatalogue read(Path file) throws IOException {
    return RecordJson.parse(Files.readString(file), RivalCatalogue.class);
  }
}
