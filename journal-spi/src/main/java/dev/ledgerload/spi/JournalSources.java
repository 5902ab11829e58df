package dev.ledgerload.spi;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The loaders on the class path. */
public final class JournalSources {
  private JournalSources() {}

  /** All providers that the class path offers, in the order of their strategies' names. */
  public static List<JournalSourceProvider> providers() {
    return ServiceLoader.load(JournalSourceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(JournalSourceProvider::strategy))
        .toList();
  }

  /**
   * The provider of a strategy.
   *
   * @throws IllegalArgumentException if the class path has none; the message names those it has
   */
  public static JournalSourceProvider provider(String strategy) {
    var providers = providers();
    return providers.stream()
        .filter(provider -> provider.strategy().equals(strategy))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(none(strategy, providers)));
  }

  /**
   * All providers of totals that the class path offers, in the order of their strategies' names.
   */
  public static List<TotalsSourceProvider> totalsProviders() {
    return ServiceLoader.load(TotalsSourceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(TotalsSourceProvider::strategy))
        .toList();
  }

  /**
   * The provider of a strategy that gives totals.
   *
   * @throws IllegalArgumentException if the class path has none; the message names those it has
   */
  public static TotalsSourceProvider totalsProvider(String strategy) {
    var providers = totalsProviders();
    return providers.stream()
        .filter(provider -> provider.strategy().equals(strategy))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(none(strategy, providers)));
  }

  private static String none(String strategy, List<? extends StrategyProvider> providers) {
    return "no strategy \"%s\"; there are: %s"
        .formatted(
            strategy, providers.stream().map(StrategyProvider::strategy).collect(joining(", ")));
  }
}
