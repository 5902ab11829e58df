package dev.ledgerload.harness;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that gets one day by one strategy: which day, of which journal, how. */
final class DaySourceOptions {
  @Mixin private DayOption day = new DayOption();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

  @Mixin private RedisUrlOption redis = new RedisUrlOption();

  @Mixin private JournalOptions journal = new JournalOptions();

  @Option(
      names = "--strategy",
      defaultValue = "copy",
      description = "How to get the day (default: ${DEFAULT-VALUE}); ledgerload doctor lists them.")
  private String strategy = "copy";

  @Option(
      names = "--variant",
      description = "Which form of the strategy (default: the first that doctor lists).")
  private @Nullable String variant;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "A setting of the strategy, as url=grpc://host:5005 of flight; once for each.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(names = "--max-age", description = "How old the answer may be, as PT5S (default: any).")
  private @Nullable String maxAge;

  @Option(names = "--timeout", description = "How long it may take, as 30s (default: 10m).")
  private @Nullable String timeout;

  String strategy() {
    return strategy;
  }

  /** The schema of the journal's entries. */
  JournalSchema schema() {
    return journal.schema();
  }

  /** All columns of the day's rows, at the schema's grain. */
  JournalQuery query(JournalSchema schema) {
    var limit = timeout;
    var age = maxAge;
    var query = JournalQuery.of(schema, day.date());
    var timed = limit == null ? query : query.within(duration("--timeout", limit));
    return age == null ? timed : timed.noOlderThan(duration("--max-age", age));
  }

  /**
   * Makes sure that nothing is asked of who can't heed it.
   *
   * @throws IllegalArgumentException if age or time are bounded
   */
  void requireNoBoundsFor(StrategyProvider provider) {
    var problems = new Problems();
    problems.require(
        maxAge == null,
        "--max-age: totals of %s don't say how old they are: leave it out"
            .formatted(provider.strategy()));
    problems.require(
        timeout == null,
        "--timeout: totals of %s have none: leave it out".formatted(provider.strategy()));
    problems.refuse();
  }

  private static Duration duration(String option, String text) {
    return OptionType.DURATION.read(option, text);
  }

  /**
   * What to open the strategy with.
   *
   * @throws IllegalArgumentException if it has no such variant, or something that it needs isn't
   *     named
   */
  SourceConfig config(StrategyProvider provider, JournalSchema schema, BufferAllocator allocator) {
    redis.requireFor(provider);
    Map<String, String> all = new HashMap<>(variant(provider).options());
    all.putAll(options);
    return SourceConfig.of(postgres.url(), allocator)
        .withSchema(schema)
        .withRedis(redis.url())
        .withOptions(all);
  }

  /** The variant that is named, or else the recommended. */
  Variant variant(StrategyProvider provider) {
    var variants = provider.variants();
    var name = variant;
    return name == null
        ? variants.get(0)
        : variants.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--variant: %s has no \"%s\"; there are: %s"
                            .formatted(
                                provider.strategy(),
                                name,
                                variants.stream().map(Variant::name).collect(joining(", ")))));
  }
}
