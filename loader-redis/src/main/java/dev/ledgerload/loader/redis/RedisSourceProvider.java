package dev.ledgerload.loader.redis;

import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.SourceConfig;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code redis}: days that somebody put there, as by {@code ledgerload warm}. Its
 * source is a {@link JournalCache}.
 *
 * <p>It gives a day only to who would have got the same rows from the database. That is asked which
 * table this is and to whom it shows its rows, when that is first needed and before a day is put:
 * so it must answer then, and if it doesn't, a load fails with a cause. Who reads a table without
 * row-level security shares its days with all who may. Where a policy, a view or a foreign table
 * decides by who asks, and for a user who may not read some of the columns, days are kept for each
 * user apart (and for each {@code search_path}, time zone and {@code options} of the URL): there,
 * fill Redis as the user who reads.
 *
 * <p>The Redis may be one server or a cluster, any of whose nodes the URL names; {@code rediss} in
 * the URL encrypts, trusting what {@code javax.net.ssl.trustStore} names. Days of several journals
 * may share a Redis.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code ttl}: how long a day is kept, as {@code PT12H} or in seconds, from a second to ten
 *       years; default {@code PT24H}.
 *   <li>{@code prefix}: what all keys begin with, without braces; default {@code ledgerload}.
 *   <li>{@code journal}: what tells this database from others in the same Redis; default is its
 *       address. To be given where those who fill and those who read reach the same database by
 *       different addresses. It doesn't make one of two journals: what the database says of itself,
 *       of the table and of who asks counts, too.
 * </ul>
 */
public final class RedisSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "redis";

  private static final String TTL = "ttl";
  private static final String PREFIX = "prefix";
  private static final String JOURNAL = "journal";
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  private static final Duration LONGEST_TTL = Duration.ofDays(3653);

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public boolean needsRedis() {
    return true;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("arrow-lz4", Map.of(), "Arrow with LZ4 in Redis, warm"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the configuration names no Redis
   */
  @Override
  public JournalCache open(SourceConfig config) {
    config.requireOnlyOptions(STRATEGY, TTL, PREFIX, JOURNAL);
    var url = config.redis();
    if (url == null) {
      throw new IllegalArgumentException(
          "redis needs a Redis: give the configuration its URL, as redis://localhost:6379");
    }
    var options = config.options();
    var prefix = word(PREFIX, options.getOrDefault(PREFIX, "ledgerload"));
    var journal = options.get(JOURNAL);
    var place = journal == null ? null : word(JOURNAL, journal);
    var ttl = ttl(options.getOrDefault(TTL, "PT24H"));
    var keys = new JournalKeys(prefix, place, config.postgres(), config.layout());
    return RedisJournalCache.open(url, keys, ttl, config.allocator());
  }

  private static String word(String option, String text) {
    if (text.isEmpty() || text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "redis's option %s must be some text without braces, not \"%s\"".formatted(option, text));
    }
    return text;
  }

  private static Duration ttl(String text) {
    try {
      var ttl =
          text.matches("[0-9]{1,18}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(text);
      if (ttl.compareTo(SHORTEST_TTL) >= 0 && ttl.compareTo(LONGEST_TTL) <= 0) {
        return ttl;
      }
    } catch (DateTimeException e) {
      // falls to the message below, which says the same of both
    }
    throw new IllegalArgumentException(
        "redis's option ttl must be from a second to ten years, as PT24H or 86400, not \"%s\""
            .formatted(text));
  }
}
