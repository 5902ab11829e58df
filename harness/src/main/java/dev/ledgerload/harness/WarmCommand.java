package dev.ledgerload.harness;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload warm}. */
@Command(
    name = "warm",
    description = {
      "Loads a day by one strategy and puts it into the cache of another; for a nightly job.",
      "The URLs may come from LEDGERLOAD_POSTGRES_URL and LEDGERLOAD_REDIS_URL, so that no"
          + " password is on a command line."
    },
    mixinStandardHelpOptions = true)
final class WarmCommand implements Callable<Integer> {
  private static final OptionType<LocalDate> DATE =
      OptionType.of("today, yesterday or a date as 2026-01-31", WarmCommand::date, date -> true);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--day",
      required = true,
      description = "The day, as 2026-01-31, or today or yesterday in this machine's time zone.")
  private String day = "";

  @Option(
      names = "--postgres-url",
      defaultValue = "${env:LEDGERLOAD_POSTGRES_URL}",
      description = "The journal's database. A JDBC URL.")
  private @Nullable String postgresUrl;

  @Option(
      names = "--redis-url",
      defaultValue = "${env:LEDGERLOAD_REDIS_URL}",
      description = "The Redis, for strategies that need one, as redis://host:6379.")
  private @Nullable String redisUrl;

  @Option(
      names = "--from",
      paramLabel = "STRATEGY",
      defaultValue = "copy",
      description = "What loads the day (default: ${DEFAULT-VALUE}).")
  private String from = "copy";

  @Option(
      names = "--from-option",
      paramLabel = "NAME=VALUE",
      description = "An option of that strategy; once for each.")
  private Map<String, String> fromOptions = new LinkedHashMap<>();

  @Option(
      names = "--to",
      paramLabel = "STRATEGY",
      defaultValue = "redis",
      description = "The cache that gets it (default: ${DEFAULT-VALUE}).")
  private String to = "redis";

  @Option(
      names = "--to-option",
      paramLabel = "NAME=VALUE",
      description = "An option of the cache, as ttl=12h; once for each.")
  private Map<String, String> toOptions = new LinkedHashMap<>();

  @Option(
      names = "--grain",
      defaultValue = "entry",
      description = "What a row stands for: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Grain grain = Grain.ENTRY;

  @Mixin private JournalOptions journal = new JournalOptions();

  @Override
  public Integer call() {
    var query =
        new JournalQuery(
            DATE.read("--day", day),
            grain,
            journal.schema().of(grain).columns(),
            JournalQuery.DEFAULT_TIMEOUT,
            null);
    try (var allocator = new RootAllocator()) {
      var config =
          SourceConfig.of(new PostgresUrl(required("--postgres-url", postgresUrl)), allocator)
              .withSchema(journal.schema())
              .withRedis(redisUrl == null || redisUrl.isBlank() ? null : RedisUrl.of(redisUrl));
      try (var cache = cache(config.withOptions(toOptions));
          var source = JournalSources.provider(from).open(config.withOptions(fromOptions))) {
        warm(source, cache, query);
      }
    }
    return 0;
  }

  private void warm(JournalSource source, JournalCache cache, JournalQuery query) {
    long start = System.nanoTime();
    try (var table = source.load(query)) {
      long loaded = System.nanoTime();
      boolean kept = cache.put(table);
      report(table, kept, loaded - start, System.nanoTime() - loaded);
    }
  }

  private void report(JournalTable table, boolean kept, long loadNanos, long putNanos) {
    var version = table.snapshot().version();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s %s: %,d rows, %,d bytes, version %s, as of %s; %s in %d ms, %s in %d ms%n",
            table.day(),
            table.grain().name().toLowerCase(Locale.ROOT),
            table.rows(),
            table.bytes(),
            version.map(DayVersion::toString).orElse("unknown"),
            table.snapshot().asOf(),
            from,
            Duration.ofNanos(loadNanos).toMillis(),
            kept ? to : to + " has a newer one, found",
            Duration.ofNanos(putNanos).toMillis());
  }

  private JournalCache cache(SourceConfig config) {
    var provider = JournalSources.provider(to);
    if (provider.needsRedis()) {
      required("--redis-url", redisUrl);
    }
    var opened = provider.open(config);
    if (opened instanceof JournalCache cache) {
      return cache;
    }
    opened.close();
    throw new IllegalArgumentException("--to: %s keeps nothing: name a cache".formatted(to));
  }

  private static String required(String option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      var variable = "LEDGERLOAD" + option.substring(1).replace('-', '_').toUpperCase(Locale.ROOT);
      throw new IllegalArgumentException("%s or %s must be given".formatted(option, variable));
    }
    return value;
  }

  private static LocalDate date(String day) {
    var today = LocalDate.now(ZoneId.systemDefault());
    return switch (day.toLowerCase(Locale.ROOT)) {
      case "today" -> today;
      case "yesterday" -> today.minusDays(1);
      default -> LocalDate.parse(day);
    };
  }
}
