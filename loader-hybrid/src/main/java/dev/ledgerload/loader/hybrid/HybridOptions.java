package dev.ledgerload.loader.hybrid;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@code hybrid} loads: what its options say, which {@link HybridSourceProvider} documents, or
 * a {@link LoaderConfiguration}.
 *
 * @param ttl null with {@link Freshness#VERSION}
 */
record HybridOptions(
    List<TierOptions> tiers,
    Freshness freshness,
    @Nullable Duration ttl,
    Duration retryAfter,
    int connections) {
  static final String FRESHNESS = "freshness";
  static final String TTL = "ttl";
  static final String RETRY_AFTER = "retry-after";
  static final String CONNECTIONS = "connections";

  static final OptionType<Freshness> FRESHNESS_TYPE = OptionType.oneOf(Freshness.class);
  static final OptionType<Integer> CONNECTIONS_TYPE = OptionType.number(1, 64);

  static final Duration DEFAULT_TTL = Duration.ofHours(1);
  static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
  static final int DEFAULT_CONNECTIONS = 4;

  private static final String TIERS = "tiers";
  private static final List<String> USUAL_TIERS = List.of("memory", "redis", "mv", "copy");

  /**
   * A tier's own options.
   *
   * @param timeout how long it is asked; null for as long as the caller waits
   */
  record TierOptions(
      JournalSourceProvider provider, @Nullable Duration timeout, Map<String, String> options) {

    /**
     * A tier's own options, and of those that all tiers share what it takes.
     *
     * @param own what is given for this tier alone, which counts first
     */
    static TierOptions of(
        JournalSourceProvider provider,
        @Nullable Duration timeout,
        Map<String, String> own,
        @Nullable Duration ttl,
        @Nullable NumericShape untyped) {
      Map<String, String> options = new HashMap<>();
      var shortest = provider.shortestTtl();
      if (ttl != null && shortest != null && ttl.compareTo(shortest) >= 0) {
        options.put(TTL, ttl.toString());
      }
      if (untyped != null && provider.readsAmounts()) {
        options.put(NumericShape.OPTION, untyped.toString());
      }
      options.putAll(own);
      return new TierOptions(provider, timeout, Map.copyOf(options));
    }

    String name() {
      return provider.strategy();
    }

    boolean readsJournal() {
      return provider.readsJournal();
    }
  }

  /**
   * @throws IllegalArgumentException if an option or a tier is unknown or a value isn't allowed
   */
  static HybridOptions of(SourceConfig config) {
    var options = Options.of(HybridSourceProvider.STRATEGY, config.options());
    var named = options.get(TIERS, OptionType.of(HybridOptions::named));
    var providers = named == null ? usual(config.redis() != null) : named;
    var freshness = options.get(FRESHNESS, FRESHNESS_TYPE, Freshness.TTL);
    var given = options.get(TTL, OptionType.DURATION);
    var ttl = freshness == Freshness.VERSION ? null : given == null ? DEFAULT_TTL : given;
    options.require(
        freshness == Freshness.TTL || given == null,
        "hybrid's option ttl goes with freshness=ttl only; with freshness=version a copy is served"
            + " as long as it is current");
    var untyped = options.get(NumericShape.OPTION, NumericShape.TYPE);
    var tiers =
        providers.stream()
            .map(provider -> tier(provider, options, config.redis() != null, ttl, untyped))
            .toList();
    var retryAfter = options.get(RETRY_AFTER, OptionType.DURATION, DEFAULT_RETRY_AFTER);
    int connections = options.get(CONNECTIONS, CONNECTIONS_TYPE, DEFAULT_CONNECTIONS);
    options.requireValid();
    return new HybridOptions(tiers, freshness, ttl, retryAfter, connections);
  }

  private static List<JournalSourceProvider> named(String tiers) {
    var names = Arrays.stream(tiers.split(",", -1)).map(String::strip).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("each tier is named once, not as in \"" + tiers + '"');
    }
    if (names.contains(HybridSourceProvider.STRATEGY)) {
      throw new IllegalArgumentException("hybrid is no tier of its own");
    }
    return names.stream().map(JournalSources::provider).toList();
  }

  private static List<JournalSourceProvider> usual(boolean hasRedis) {
    var onClassPath = JournalSources.providers();
    return USUAL_TIERS.stream()
        .flatMap(name -> onClassPath.stream().filter(tier -> tier.strategy().equals(name)))
        .filter(tier -> hasRedis || !tier.needsRedis())
        .toList();
  }

  private static TierOptions tier(
      JournalSourceProvider provider,
      Options options,
      boolean hasRedis,
      @Nullable Duration ttl,
      @Nullable NumericShape untyped) {
    var name = provider.strategy();
    options.require(
        hasRedis || !provider.needsRedis(),
        "hybrid's tier %s needs a Redis: name one, or leave the tier out".formatted(name));
    var timeout = options.get(name + "-timeout", OptionType.DURATION);
    var own = options.startingWith(name + ".");
    return TierOptions.of(
        provider, timeout == null ? provider.patience() : timeout, own, ttl, untyped);
  }
}
