package dev.ledgerload.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a strategy before anything of it is opened. Stateless and thread-safe. */
public interface StrategyProvider {

  /** The strategy's name, as {@code copy}: lower case. */
  String strategy();

  /** The named settings that are worth comparing, at least one; the first is the recommended. */
  List<Variant> variants();

  /** Whether opening needs {@link SourceConfig#redis()}. */
  default boolean needsRedis() {
    return false;
  }

  /**
   * Whether what a variant gives may be older than the journal though it doesn't say how old, as
   * totals from a view may. Tables say so themselves, by {@link JournalTable.Snapshot#asOf()}.
   */
  default boolean mayBeOld(Variant variant) {
    return false;
  }

  /**
   * The name of the {@link JournalInstallation} that a variant needs, where there is one of that
   * name; empty if it needs none.
   */
  default Optional<String> installation(Variant variant) {
    return Optional.of(strategy());
  }

  /**
   * A named setting of a strategy.
   *
   * @param name unique within the strategy: lower case, words joined by hyphens
   * @param options what {@link SourceConfig#options()} must hold for it
   * @param summary one phrase for a table's row
   */
  record Variant(String name, Map<String, String> options, String summary) {
    public Variant {
      options = Map.copyOf(options);
    }
  }
}
