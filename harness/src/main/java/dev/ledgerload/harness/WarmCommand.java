package dev.ledgerload.harness;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DayOption day = new DayOption();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

  @Mixin private RedisUrlOption redis = new RedisUrlOption();

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
    var schema = journal.schema();
    var query = JournalQuery.of(schema.of(grain), day.date());
    try (var allocator = new RootAllocator()) {
      var config =
          SourceConfig.of(postgres.url(), allocator).withSchema(schema).withRedis(redis.url());
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
    redis.requireFor(provider);
    var opened = provider.open(config);
    if (opened instanceof JournalCache cache) {
      return cache;
    }
    opened.close();
    throw new IllegalArgumentException("--to: %s keeps nothing: name a cache".formatted(to));
  }
}
