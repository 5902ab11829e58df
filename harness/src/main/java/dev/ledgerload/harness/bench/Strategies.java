package dev.ledgerload.harness.bench;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What strategies there are, for people. */
public final class Strategies {
  private Strategies() {}

  /**
   * Those that are meant.
   *
   * @param named empty for all
   * @throws IllegalArgumentException if there is none of a name; the message names those there are
   */
  public static Set<String> named(Set<String> named) {
    var all =
        Surroundings.providers()
            .map(StrategyProvider::strategy)
            .collect(toCollection(TreeSet::new));
    for (var name : named) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "no strategy \"%s\"; there are: %s".formatted(name, String.join(", ", all)));
      }
    }
    return named.isEmpty() ? all : named;
  }

  /** By name: the variants, and what the strategy needs beside the journal. */
  public static Map<String, String> describe() {
    Map<String, String> strategies = new TreeMap<>();
    Surroundings.providers()
        .forEach(provider -> strategies.put(provider.strategy(), describe(provider)));
    return strategies;
  }

  private static String describe(StrategyProvider provider) {
    var variants = provider.variants().stream().map(Variant::name).collect(joining(", "));
    var needs =
        Surroundings.needs(provider).stream()
            .map(need -> inWords(need, provider.strategy()))
            .collect(joining("; "));
    return needs.isEmpty() ? variants : variants + "; needs " + needs;
  }

  private static String inWords(String need, String strategy) {
    return switch (need) {
      case "redis" -> "the Redis above";
      case "server" -> "its server, which bench starts";
      default ->
          "what bench installs beside its own journal; beside yours: ledgerload install "
              + strategy;
    };
  }
}
