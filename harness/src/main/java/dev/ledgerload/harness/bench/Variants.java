package dev.ledgerload.harness.bench;

import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;

/** Finds variants by their names. */
final class Variants {
  private Variants() {}

  static Variant named(StrategyProvider provider, String name) {
    return provider.variants().stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
