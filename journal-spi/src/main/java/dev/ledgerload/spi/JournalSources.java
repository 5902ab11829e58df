package dev.ledgerload.spi;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The loaders on the class path. */
public final class JournalSources {
  private JournalSources() {}

  /** All providers that the class path offers, in the order of their strategies' names. */
  public static List<JournalSourceProvider> providers() {
    return all(JournalSourceProvider.class);
  }

  /**
   * The provider of a strategy.
   *
   * @throws IllegalArgumentException if the class path has none; the message names those it has
   */
  public static JournalSourceProvider provider(String strategy) {
    return of(strategy, providers());
  }

  /**
   * All providers of totals that the class path offers, in the order of their strategies' names.
   */
  public static List<TotalsSourceProvider> totalsProviders() {
    return all(TotalsSourceProvider.class);
  }

  /**
   * The provider of a strategy that gives totals.
   *
   * @throws IllegalArgumentException if the class path has none; the message names those it has
   */
  public static TotalsSourceProvider totalsProvider(String strategy) {
    return of(strategy, totalsProviders());
  }

  private static <P extends StrategyProvider> List<P> all(Class<P> type) {
    return ServiceLoader.load(type).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(StrategyProvider::strategy))
        .toList();
  }

  private static <P extends StrategyProvider> P of(String strategy, List<P> providers) {
    var names = providers.stream().map(StrategyProvider::strategy).toList();
    int index = names.indexOf(strategy);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no strategy \"%s\"; there are: %s".formatted(strategy, String.join(", ", names)));
    }
    return providers.get(index);
  }
}
