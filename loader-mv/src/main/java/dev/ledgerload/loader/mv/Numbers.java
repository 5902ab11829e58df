package dev.ledgerload.loader.mv;

/** Numbers among the options. */
final class Numbers {
  private Numbers() {}

  /**
   * The number that an option says.
   *
   * @throws IllegalArgumentException if it says none of those allowed
   */
  static int option(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls to the message below, which says the same of both
    }
    throw new IllegalArgumentException(
        "mv's option %s must be a number from %d to %d, not \"%s\""
            .formatted(name, min, max, text));
  }
}
