package dev.ledgerload.spi;

import static java.util.stream.Collectors.joining;

import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How a value is written, wherever it is read from: options of a strategy, a file, the environment,
 * a command line.
 *
 * <p>A duration is {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h} or {@code 7d}; several of
 * these but the first together, as {@code 1h30m}; a number of seconds; or ISO 8601, as {@code
 * PT0.5S}. A number of bytes may end with {@code k}, {@code m} or {@code g}, for powers of 1024.
 * Both may be in capitals.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface OptionType<T> {
  /** A duration of more than zero. */
  OptionType<Duration> DURATION =
      duration("of more than zero", value -> value.compareTo(Duration.ZERO) > 0);

  /** {@code true} or {@code false}. */
  OptionType<Boolean> BOOL = oneOf(List.of(true, false), Object::toString);

  /** A host and a port, as {@code localhost:9400} or {@code [::1]:9400}; port 0 is any free one. */
  OptionType<InetSocketAddress> ADDRESS =
      of("a host and a port, as localhost:9400", OptionType::parsedAddress, value -> true);

  /**
   * Reads a value.
   *
   * @param name what the refusal calls it
   * @throws IllegalArgumentException if it isn't allowed; the message says the name and what is
   */
  T read(String name, String text);

  /**
   * What is said to be allowed, and is neither refused by a parser nor unfit.
   *
   * @param allowed what goes behind "must be"
   * @param parse refuses by an {@link IllegalArgumentException}, or as {@code java.time} does
   */
  static <T> OptionType<T> of(
      String allowed, Function<String, ? extends T> parse, Predicate<? super T> fits) {
    return (name, text) -> {
      try {
        T value = parse.apply(text);
        if (fits.test(value)) {
          return value;
        }
      } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
        // falls to the message below, which says the same of all
      }
      throw new IllegalArgumentException(
          "%s must be %s, not \"%s\"".formatted(name, allowed, text));
    };
  }

  /**
   * What says itself what is allowed, by an {@link IllegalArgumentException}; the text, which may
   * be a secret, isn't repeated.
   */
  static <T> OptionType<T> of(Function<String, ? extends T> parse) {
    return (name, text) -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    };
  }

  /**
   * A duration in a range.
   *
   * @param range in words, as {@code of more than zero}
   */
  static OptionType<Duration> duration(String range, Predicate<Duration> fits) {
    return of(
        "a duration %s, as 500ms, 30s, 1h30m, 7d, PT0.5S or a number of seconds".formatted(range),
        OptionType::parsedDuration,
        fits);
  }

  /** A whole number in a range. */
  static OptionType<Integer> number(int least, int most) {
    return of(
        "a number from %d to %d".formatted(least, most),
        Integer::valueOf,
        value -> value >= least && value <= most);
  }

  /** A number of bytes. */
  static OptionType<Long> bytes(long least) {
    return of(
        "a number of bytes from %d to %d, as 4g, 512m or 1000000".formatted(least, Long.MAX_VALUE),
        OptionType::parsedBytes,
        value -> value >= least);
  }

  /** One of some words. */
  static OptionType<String> oneOf(String... words) {
    return oneOf(List.of(words), word -> word);
  }

  /** A constant of an enum, as {@link #word} writes it. */
  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    return oneOf(List.of(type.getEnumConstants()), OptionType::word);
  }

  private static <T> OptionType<T> oneOf(List<T> values, Function<? super T, String> word) {
    return of(
        values.stream().map(word).collect(joining(", ")).replaceFirst(", (?=[^,]*$)", " or "),
        text ->
            values.stream()
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new),
        value -> true);
  }

  /** A constant in lower case, its words joined by hyphens. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Duration parsedDuration(String text) {
    var capitals = text.toUpperCase(Locale.ROOT);
    if (capitals.endsWith("MS")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    if (capitals.matches("[-+]?[0-9]+")) {
      return Duration.ofSeconds(Long.parseLong(capitals));
    }
    if (capitals.contains("P")) {
      return Duration.parse(text);
    }
    int days = capitals.indexOf('D') + 1;
    var time = days == text.length() ? "" : "T" + text.substring(days);
    return Duration.parse("P" + text.substring(0, days) + time);
  }

  private static long parsedBytes(String text) {
    int digits = text.length() - 1;
    int unit = text.isEmpty() ? -1 : "kmg".indexOf(Character.toLowerCase(text.charAt(digits)));
    return unit < 0
        ? Long.parseLong(text)
        : Math.multiplyExact(Long.parseLong(text, 0, digits, 10), 1L << (10 * (unit + 1)));
  }

  private static InetSocketAddress parsedAddress(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("no host");
    }
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }
}
