package dev.ledgerload.reports.results;

import java.math.BigDecimal;

/**
 * How fast the link is that lies between a method and all servers that it talks to.
 *
 * @param roundTripMs from a request to the first byte of its answer, where the server takes no
 *     time; finite and not negative
 * @param bitsPerSecond what it carries in each direction, at least 1
 */
public record LinkSpeed(double roundTripMs, long bitsPerSecond) {
  private static final long GIGA = 1_000_000_000;
  private static final long MEGA = 1_000_000;
  private static final long KILO = 1_000;

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public LinkSpeed {
    if (!(roundTripMs >= 0) || Double.isInfinite(roundTripMs)) {
      throw new IllegalArgumentException(
          "roundTripMs must be finite and not negative, not " + roundTripMs);
    }
    if (bitsPerSecond < 1) {
      throw new IllegalArgumentException("bitsPerSecond must be at least 1, not " + bitsPerSecond);
    }
  }

  /** How long bytes take, one after the other, once the first is there. */
  public double msOf(long bytes) {
    return bytes * 8e3 / bitsPerSecond;
  }

  /** As a command line and a cell's key have it: {@code rtt=1ms,rate=1g}. */
  public String key() {
    var millis = BigDecimal.valueOf(roundTripMs).stripTrailingZeros();
    var time =
        millis.scale() <= 0
            ? millis.toPlainString() + "ms"
            : millis.movePointLeft(3).toPlainString() + "s";
    return "rtt=%s,rate=%s".formatted(time, rateKey());
  }

  private String rateKey() {
    if (bitsPerSecond % GIGA == 0) {
      return bitsPerSecond / GIGA + "g";
    }
    if (bitsPerSecond % MEGA == 0) {
      return bitsPerSecond / MEGA + "m";
    }
    return bitsPerSecond % KILO == 0 ? bitsPerSecond / KILO + "k" : Long.toString(bitsPerSecond);
  }

  /** For people: {@code 1 ms + 1 Gbit/s}. */
  public String label() {
    boolean giga = bitsPerSecond >= GIGA;
    var rate = BigDecimal.valueOf(bitsPerSecond).movePointLeft(giga ? 9 : 6);
    return "%s ms + %s %sbit/s"
        .formatted(plain(BigDecimal.valueOf(roundTripMs)), plain(rate), giga ? "G" : "M");
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
