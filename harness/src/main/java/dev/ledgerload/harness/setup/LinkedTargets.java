package dev.ledgerload.harness.setup;

import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.testbed.Link;
import dev.ledgerload.testbed.LinkProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A day as it is reached over links: PostgreSQL, Redis and the strategies' servers alike, all by
 * one line. What those servers ask PostgreSQL for goes by no link: they stand beside it.
 */
final class LinkedTargets {
  private static final LinkSpeed COUNTING = new LinkSpeed(0, Link.MOST_BITS_PER_SECOND);

  private LinkedTargets() {}

  /**
   * Starts the links.
   *
   * @param target the day, with all that is needed beside it
   * @param installations get what is to be cleared away
   * @throws IllegalArgumentException if one of the target's servers can't be reached over a link
   * @throws IOException if a link can't be started
   */
  static Map<LinkSpeed, Target> of(
      Target target, List<LinkSpeed> links, Installations installations) throws IOException {
    Map<LinkSpeed, Target> targets = new LinkedHashMap<>();
    for (var speed : links) {
      targets.put(speed, of(target, speed, installations));
    }
    return targets;
  }

  /**
   * The day as it is reached over a link that is there to count what it carries: as fast as a link
   * can be. Nothing where one of the target's servers can't be reached so.
   *
   * @throws IOException if the link can't be started
   */
  static Optional<Target> counting(Target target, Installations installations) throws IOException {
    try {
      return Optional.of(of(target, COUNTING, installations));
    } catch (IllegalArgumentException e) { // nobody asked for a link
      return Optional.empty();
    }
  }

  private static Target of(Target target, LinkSpeed speed, Installations installations)
      throws IOException {
    var link = LinkProcess.start(roundTrip(speed), speed.bitsPerSecond());
    installations.add(link);
    var linked = Detour.of(target, new Links(link)).behindLink(link.meterPort());
    requireOtherAddresses(target, linked);
    if (linked.companions().redis() != null) {
      installations.forgetAtTheEnd(linked); // its keys say by which address the journal is known
    }
    return linked;
  }

  private static Duration roundTrip(LinkSpeed speed) {
    return Duration.ofNanos(Math.round(speed.roundTripMs() * 1e6));
  }

  private static void requireOtherAddresses(Target target, Target linked) {
    if (target.jdbcUrl().equals(linked.jdbcUrl())) {
      throw unreachable("this PostgreSQL");
    }
    var redis = target.companions().redis();
    if (redis != null && Objects.equals(redis, linked.companions().redis())) {
      throw unreachable("this Redis");
    }
    target
        .companions()
        .servers()
        .forEach(
            (strategy, url) -> {
              if (url.equals(linked.companions().servers().get(strategy))) {
                throw unreachable("the server of " + strategy);
              }
            });
  }

  private static IllegalArgumentException unreachable(String server) {
    return new IllegalArgumentException(
        "--link can't lead to %s: it needs one host and one port, and a URL that doesn't insist on encryption, for certificates name another host"
            .formatted(server));
  }

  private record Links(LinkProcess link) implements Detour.Ways {
    @Override
    public int toPostgres(String host, int port) throws IOException {
      return link.to(host, port);
    }

    @Override
    public int toRedis(String host, int port) throws IOException {
      return link.to(host, port);
    }

    @Override
    public int toServer(String host, int port) throws IOException {
      return link.to(host, port);
    }
  }
}
