package dev.ledgerload.harness;

import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.testbed.Link;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A link as {@code bench --link} takes it: {@code rtt=1ms,rate=1g}. */
final class LinkOption {
  static final String NAME = "--link";

  private static final Pattern SHAPE = Pattern.compile("rtt=([^,]*),rate=([^,]*)");

  private static final OptionType<Duration> ROUND_TRIP =
      OptionType.duration(
          "from 0 to %d s".formatted(Link.LONGEST_ROUND_TRIP.toSeconds()),
          time -> !time.isNegative() && time.compareTo(Link.LONGEST_ROUND_TRIP) <= 0);

  /** Networks count bits, and by powers of a thousand. */
  private static final OptionType<Long> RATE =
      OptionType.of(
          "a number of bits a second from %dm to %dm, as 200m or 1g"
              .formatted(
                  Link.LEAST_BITS_PER_SECOND / 1_000_000, Link.MOST_BITS_PER_SECOND / 1_000_000),
          LinkOption::bits,
          bits -> bits >= Link.LEAST_BITS_PER_SECOND && bits <= Link.MOST_BITS_PER_SECOND);

  private static final Pattern BITS = Pattern.compile("([0-9]{1,10})([kmgKMG]?)");

  private LinkOption() {}

  /** Reads all that were given; each counts once. */
  static List<LinkSpeed> read(List<String> texts, Problems problems) {
    Set<LinkSpeed> speeds = new LinkedHashSet<>();
    for (var text : texts) {
      var speed = problems.read(() -> read(text));
      if (speed != null) {
        speeds.add(speed);
      }
    }
    return List.copyOf(speeds);
  }

  private static LinkSpeed read(String text) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "%s must be a round-trip time and a rate in bits a second, as rtt=1ms,rate=1g, not \"%s\""
              .formatted(NAME, text));
    }
    var roundTrip = ROUND_TRIP.read(NAME + " rtt", parts.group(1));
    return new LinkSpeed(roundTrip.toNanos() / 1e6, RATE.read(NAME + " rate", parts.group(2)));
  }

  private static long bits(String text) {
    var matcher = BITS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no number");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "k" -> number * 1_000;
      case "m" -> number * 1_000_000;
      case "g" -> number * 1_000_000_000;
      default -> number;
    };
  }
}
