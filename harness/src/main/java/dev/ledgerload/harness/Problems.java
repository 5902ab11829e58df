package dev.ledgerload.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is wrong with a command line: all of it, found before anything is started. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  /** Notes a problem unless something holds. */
  void require(boolean holds, String otherwise) {
    if (!holds) {
      found.add(otherwise);
    }
  }

  /** Reads a value; null, and a problem, if it can't be read. */
  <T> @Nullable T read(Supplier<T> reading) {
    return read("", reading);
  }

  /**
   * The same.
   *
   * @param option what the problem's text begins with
   */
  <T> @Nullable T read(String option, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      found.add(option + e.getMessage());
      return null;
    }
  }

  /**
   * Goes on only if there is none.
   *
   * @throws IllegalArgumentException that says all of them
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator() + "  ", found));
    }
  }
}
