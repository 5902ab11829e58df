package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.LineSpeed;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The strategy {@code redis}: days that somebody put there, as by {@code ledgerload warm}. Its
 * source is a {@link JournalCache}.
 *
 * <p>It gives a day only to who would have got the same rows from the database. That is asked which
 * table this is and to whom it shows its rows, when that is first needed and before a day is put:
 * so it must answer then, and if it doesn't, a load fails with a cause. Who reads a table without
 * row-level security shares its days with all who may. Where a policy, a view or a foreign table
 * decides by who asks, and for a user who may not read some of the columns, days are kept for each
 * user apart (and for each {@code search_path}, time zone and {@code options} of the URL, or name
 * of the DataSource): there, fill Redis as the user who reads.
 *
 * <p>The Redis may be one server or a cluster, any of whose nodes the URL names; {@code rediss} in
 * the URL encrypts, trusting what {@code javax.net.ssl.trustStore} names. Days of several journals
 * may share a Redis.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code ttl}: how long a day is kept, as {@code 12h}, from a second to ten years; default
 *       {@code 24h}.
 *   <li>{@code prefix}: what all keys begin with, without braces; default {@code ledgerload}.
 *   <li>{@code journal}: what tells this database from others in the same Redis; default is its
 *       address, or its DataSource's name. To be given where those who fill and those who read
 *       reach the same database by different addresses. It doesn't make one of two journals: what
 *       the database says of itself, of the table and of who asks counts, too.
 *   <li>{@code compression}: which columns of a day that is put are compressed. {@code some} are
 *       those that become much smaller, which is best on one machine and in a quick network; {@code
 *       all}, for slower ones, those that become smaller at all. {@code auto}, the default, goes by
 *       how fast the line to Redis was when days were put over it: say {@code all} where they are
 *       put from near and read from far away.
 * </ul>
 */
public final class RedisSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "redis";

  private static final String TTL = "ttl";
  private static final String PREFIX = "prefix";
  private static final String JOURNAL = "journal";
  private static final String COMPRESSION = "compression";
  private static final String AUTO = "auto";
  private static final String SOME = "some";
  private static final String ALL = "all";
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  private static final Duration LONGEST_TTL = Duration.ofDays(3653);

  private static final OptionType<Duration> TTL_TYPE =
      OptionType.duration(
          "from a second to ten years",
          ttl -> ttl.compareTo(SHORTEST_TTL) >= 0 && ttl.compareTo(LONGEST_TTL) <= 0);

  private static final OptionType<String> WORD =
      OptionType.of("some text without braces", text -> text, text -> text.matches("[^{}]+"));

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public boolean needsRedis() {
    return true;
  }

  @Override
  public Duration shortestTtl() {
    return SHORTEST_TTL;
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(500);
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("arrow-lz4", Map.of(), "Arrow with LZ4 in Redis"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the configuration names no Redis
   */
  @Override
  public JournalCache open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var ttl = options.get(TTL, TTL_TYPE, Duration.ofDays(1));
    var prefix = options.get(PREFIX, WORD, "ledgerload");
    var place = options.get(JOURNAL, WORD);
    var compression = options.get(COMPRESSION, OptionType.oneOf(AUTO, SOME, ALL), AUTO);
    options.requireValid();
    var url = config.redis();
    if (url == null) {
      throw new IllegalArgumentException(
          "redis needs a Redis: give the configuration its URL, as redis://localhost:6379");
    }
    var keys = new JournalKeys(prefix, place, config.database(), config.schema());
    return RedisJournalCache.open(
        url, keys, ttl, new LineMeter(forced(compression)), config.allocator());
  }

  private static Optional<LineSpeed> forced(String compression) {
    return switch (compression) {
      case SOME -> Optional.of(LineSpeed.QUICK);
      case ALL -> Optional.of(LineSpeed.SLOW);
      default -> Optional.empty();
    };
  }
}
