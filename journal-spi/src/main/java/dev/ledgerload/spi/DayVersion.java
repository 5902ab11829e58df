package dev.ledgerload.spi;

import java.util.HexFormat;

/**
 * A day's version: two equal ones of the same day mean the same entries. Immutable.
 *
 * @param structure stands for all that decides what a count of changes is worth: which tables the
 *     journal is made of, their files and columns, the triggers that count, and since when they do.
 *     Versions of different structures say nothing about each other
 * @param changes grows with each change of the day's entries, within one structure
 */
public record DayVersion(long structure, long changes) {
  private static final char SEPARATOR = '-';

  /**
   * The version that {@link #toString} gave as text.
   *
   * @throws IllegalArgumentException if it gave no such text
   */
  public static DayVersion parse(String text) {
    int separator = text.indexOf(SEPARATOR);
    if (separator > 0) {
      try {
        var version =
            new DayVersion(
                HexFormat.fromHexDigitsToLong(text, 0, separator),
                Long.parseLong(text, separator + 1, text.length(), 10));
        if (version.toString().equals(text)) {
          return version;
        }
      } catch (IllegalArgumentException e) {
        // falls to the message below
      }
    }
    throw new IllegalArgumentException("\"%s\" is no version of a day".formatted(text));
  }

  /** The structure in 16 hexadecimal digits, a hyphen, the changes: {@code 00000000000000ff-12}. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(structure) + SEPARATOR + changes;
  }
}
