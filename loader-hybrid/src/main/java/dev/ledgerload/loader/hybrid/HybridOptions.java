package dev.ledgerload.loader.hybrid;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code hybrid}, read and checked; {@link HybridSourceProvider} documents them.
 *
 * @param ttl null with {@link Freshness#VERSION}
 */
record HybridOptions(
    List<TierOptions> tiers,
    Freshness freshness,
    @Nullable Duration ttl,
    Duration retryAfter,
    int connections) {
  static final String TIERS = "tiers";
  static final String FRESHNESS = "freshness";
  static final String TTL = "ttl";
  static final String RETRY_AFTER = "retry-after";
  static final String CONNECTIONS = "connections";

  static final Duration DEFAULT_TTL = Duration.ofHours(1);
  static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
  static final int DEFAULT_CONNECTIONS = 4;
  static final int MAX_CONNECTIONS = 64;
  static final Duration DEFAULT_REDIS_TIMEOUT = Duration.ofMillis(500);
  static final Duration DEFAULT_VIEW_TIMEOUT = Duration.ofSeconds(5);

  private static final List<String> USUAL_TIERS = List.of("memory", "redis", "mv", "copy");
  private static final Map<String, Duration> USUAL_TIMEOUTS =
      Map.of("redis", DEFAULT_REDIS_TIMEOUT, "mv", DEFAULT_VIEW_TIMEOUT);

  /** The caches that have a ttl of their own, and the shortest that they take. */
  private static final Map<String, Duration> SHORTEST_KEPT =
      Map.of("memory", Duration.ZERO, "redis", Duration.ofSeconds(1));

  /** The tiers that give what the journal holds when they are asked, rather than a copy. */
  private static final Set<String> READ_JOURNAL = Set.of("copy", "select");

  /** The tiers that read amounts from the database. */
  private static final Set<String> READ_AMOUNTS = Set.of("copy", "mv", "select");

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final String TIMEOUT_SUFFIX = "-timeout";

  private static final List<String> OWN =
      List.of(TIERS, FRESHNESS, TTL, RETRY_AFTER, CONNECTIONS, NumericShape.OPTION);

  /**
   * A tier's own options.
   *
   * @param timeout how long it is asked; null for as long as the caller waits
   */
  record TierOptions(
      JournalSourceProvider provider, @Nullable Duration timeout, Map<String, String> options) {
    String name() {
      return provider.strategy();
    }

    boolean readsJournal() {
      return READ_JOURNAL.contains(name());
    }
  }

  /**
   * @throws IllegalArgumentException if an option or a tier is unknown or a value isn't allowed
   */
  static HybridOptions of(SourceConfig config) {
    var options = config.options();
    var providers = options.containsKey(TIERS) ? named(options.get(TIERS), config) : usual(config);
    requireKnown(options, providers);
    requireDigits(options);
    var freshness =
        OptionText.oneOf(
            option(FRESHNESS), options.getOrDefault(FRESHNESS, "ttl"), Freshness.class);
    if (freshness == Freshness.VERSION && options.containsKey(TTL)) {
      throw new IllegalArgumentException(
          "hybrid's option ttl goes with freshness=ttl only; with freshness=version a copy is served"
              + " as long as it is current");
    }
    var ttl = freshness == Freshness.TTL ? duration(options, TTL, DEFAULT_TTL) : null;
    var connections = options.getOrDefault(CONNECTIONS, Integer.toString(DEFAULT_CONNECTIONS));
    return new HybridOptions(
        providers.stream().map(provider -> tier(provider, options, ttl)).toList(),
        freshness,
        ttl,
        duration(options, RETRY_AFTER, DEFAULT_RETRY_AFTER),
        (int) OptionText.positive(option(CONNECTIONS), connections, MAX_CONNECTIONS));
  }

  private static List<JournalSourceProvider> named(String tiers, SourceConfig config) {
    var names = Arrays.stream(tiers.split(",", -1)).map(String::strip).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "hybrid's option tiers must name each tier once, not \"%s\"".formatted(tiers));
    }
    var found = names.stream().map(HybridOptions::provider).toList();
    for (var provider : found) {
      if (provider.needsRedis() && config.redis() == null) {
        throw new IllegalArgumentException(
            "hybrid's tier %s needs a Redis: name one, or leave the tier out"
                .formatted(provider.strategy()));
      }
    }
    return found;
  }

  private static JournalSourceProvider provider(String name) {
    var known =
        JournalSources.providers().stream()
            .filter(provider -> !provider.strategy().equals(HybridSourceProvider.STRATEGY))
            .toList();
    return known.stream()
        .filter(provider -> provider.strategy().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "hybrid's option tiers must name strategies on the class path, not \"%s\"; there are: %s"
                        .formatted(
                            name,
                            known.stream()
                                .map(JournalSourceProvider::strategy)
                                .collect(joining(", ")))));
  }

  private static List<JournalSourceProvider> usual(SourceConfig config) {
    return JournalSources.providers().stream()
        .filter(provider -> USUAL_TIERS.contains(provider.strategy()))
        .filter(provider -> config.redis() != null || !provider.needsRedis())
        .sorted(Comparator.comparing(provider -> USUAL_TIERS.indexOf(provider.strategy())))
        .toList();
  }

  private static void requireKnown(
      Map<String, String> options, List<JournalSourceProvider> providers) {
    var tiers = providers.stream().map(JournalSourceProvider::strategy).toList();
    for (var name : options.keySet()) {
      if (!OWN.contains(name)
          && tiers.stream()
              .noneMatch(
                  tier -> name.equals(tier + TIMEOUT_SUFFIX) || name.startsWith(tier + "."))) {
        throw new IllegalArgumentException(
            "hybrid has no option \"%s\"; it has: %s and, for each of its tiers %s, <tier>-timeout and <tier>.<option>"
                .formatted(name, String.join(", ", OWN), tiers));
      }
    }
  }

  private static void requireDigits(Map<String, String> options) {
    try {
      NumericShape.of(options);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option("") + e.getMessage(), e);
    }
  }

  private static TierOptions tier(
      JournalSourceProvider provider, Map<String, String> options, @Nullable Duration ttl) {
    var name = provider.strategy();
    var prefix = name + ".";
    Map<String, String> own =
        options.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    if (ttl != null && ttl.compareTo(SHORTEST_KEPT.getOrDefault(name, FOREVER)) >= 0) {
      own.putIfAbsent(TTL, ttl.toString());
    }
    var untyped = options.get(NumericShape.OPTION);
    if (untyped != null && READ_AMOUNTS.contains(name)) {
      own.putIfAbsent(NumericShape.OPTION, untyped);
    }
    var timeout = options.get(name + TIMEOUT_SUFFIX);
    return new TierOptions(
        provider,
        timeout == null
            ? USUAL_TIMEOUTS.get(name)
            : OptionText.duration(option(name + TIMEOUT_SUFFIX), timeout),
        own);
  }

  private static Duration duration(Map<String, String> options, String name, Duration usual) {
    var text = options.get(name);
    return text == null ? usual : OptionText.duration(option(name), text);
  }

  private static String option(String name) {
    return "hybrid's option " + name;
  }
}
