package dev.ledgerload.spi;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The settings of a text with the syntax of {@link Properties}, each with its line. */
final class PropertyLines {
  /*
   * Properties forgets lines and keeps the last of two equal keys. So the text is cut here into what
   * Properties calls logical lines, and each is given to one of its own.
   */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * A setting.
   *
   * @param number the line that it begins in, from 1
   * @param text the value, with all blanks behind it
   * @param isReadable whether all escapes are as they should be; if not, key and text are empty
   */
  record Line(int number, String key, String text, boolean isReadable) {
    /** The text without blanks at its ends. */
    String value() {
      return text.strip();
    }
  }

  private PropertyLines() {}

  static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    var natural = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    for (int i = 0; i < natural.size(); i++) {
      int number = i + 1;
      var start = natural.get(i).stripLeading();
      if (start.isEmpty() || start.startsWith("#") || start.startsWith("!")) {
        continue;
      }
      var logical = new StringBuilder(natural.get(i));
      while (isContinued(natural.get(i)) && i + 1 < natural.size()) {
        i++;
        logical.append('\n').append(natural.get(i));
      }
      read(number, logical.toString()).ifPresent(lines::add);
    }
    return lines;
  }

  /** Whether a line ends with a backslash that isn't itself escaped by one. */
  private static boolean isContinued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** Empty if nothing is left of it, as of a backslash and an empty line. */
  private static Optional<Line> read(int number, String logical) {
    var one = new Properties();
    try {
      one.load(new StringReader(logical));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // from a string: never
    } catch (IllegalArgumentException e) { // an escape for a character that isn't one
      return Optional.of(new Line(number, "", "", false));
    }
    return one.stringPropertyNames().stream()
        .findFirst()
        .map(key -> new Line(number, key, one.getProperty(key, ""), true));
  }
}
