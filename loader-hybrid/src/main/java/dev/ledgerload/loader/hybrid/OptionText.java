package dev.ledgerload.loader.hybrid;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Reads options and settings from text; what can't be read is refused by the name it has. */
final class OptionText {
  private OptionText() {}

  /**
   * A span of time of more than zero: ISO 8601, as {@code PT0.5S}, or a number of seconds.
   *
   * @param name what to call it in the refusal
   */
  static Duration duration(String name, String text) {
    try {
      var duration =
          text.matches("[0-9]+") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.parse(text);
      if (!duration.isZero() && !duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      // falls to the message below, which says the same of all
    }
    throw new IllegalArgumentException(
        "%s must be more than zero, as PT0.5S or a number of seconds, not \"%s\""
            .formatted(name, text));
  }

  /** A whole number from 1 to a limit. */
  static long positive(String name, String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls to the message below, which says the same of both
    }
    throw new IllegalArgumentException(
        "%s must be a number from 1 to %d, not \"%s\"".formatted(name, most, text));
  }

  /** A constant of an enum, in lower case. */
  static <E extends Enum<E>> E oneOf(String name, String text, Class<E> type) {
    for (var constant : type.getEnumConstants()) {
      if (of(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s must be one of %s, not \"%s\"".formatted(name, names(type), text));
  }

  /** How {@link #oneOf} has it. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A host and a port, as {@code localhost:9400} or {@code [::1]:9400}; port 0 is any free one. */
  static InetSocketAddress address(String name, String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 65_535) {
        return new InetSocketAddress(text.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // falls to the message below, which says the same of both
    }
    throw new IllegalArgumentException(
        "%s must be a host and a port, as localhost:9400, not \"%s\"".formatted(name, text));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    var names = new StringBuilder();
    for (var constant : type.getEnumConstants()) {
      names.append(names.isEmpty() ? "" : ", ").append(of(constant));
    }
    return names.toString();
  }
}
