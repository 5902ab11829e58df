package dev.ledgerload.harness.rivals;

import dev.ledgerload.reports.results.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code rivals.json}.
 *
 * @param rivals in the order of their programs' getting known, and what of ours is measured as they
 *     are
 */
record RivalCatalogue(List<Entry> rivals) {

  /**
   * A rival, or a strategy of ours whose libraries ours may not have.
   *
   * @param name of it in the results, which never changes; of ours, the strategy's
   * @param variant of the strategy that this is; null if it isn't ours
   * @param with a strategy, if it is also measured where that is asked for by name; null if it
   *     isn't
   * @param title of it for people
   * @param language that it is written for: {@code Java} or {@code Python}
   * @param program the class or the module that loads
   * @param code where that is, from the checkout
   * @param makes what its user gets
   * @param about how it loads
   * @param jars that only this one has: jars, folders of jars and files with class paths, from the
   *     checkout; null for none
   * @param jvmArguments a file of these, which only this one has, from the checkout; null for none
   * @param warmups how many loads of a process don't count, if that is more than of others: what
   *     runs so much code is compiled late; null for as many
   * @param extension whether it needs DuckDB's extension, which comes with Python's packages
   */
  record Entry(
      String name,
      @Nullable String variant,
      @Nullable String with,
      String title,
      String language,
      String program,
      String code,
      String makes,
      String about,
      @Nullable List<String> jars,
      @Nullable String jvmArguments,
      @Nullable Integer warmups,
      @Nullable Boolean extension) {
    static final String PYTHON = "Python";

    boolean isOurs() {
      return variant != null;
    }

    boolean isMeasuredWith(Set<String> strategies) {
      return with != null && strategies.contains(with);
    }

    int warmups(int ofOthers) {
      return warmups == null ? ofOthers : Math.max(warmups, ofOthers);
    }

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
