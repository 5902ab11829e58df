package dev.ledgerload.spi;

import java.util.List;
import java.util.Map;

/**
 * Opens the sources of one strategy. Found by {@link java.util.ServiceLoader}: a loader module
 * names its provider in {@code META-INF/services}. Stateless and thread-safe.
 */
public interface JournalSourceProvider {

  /** The strategy's name, as {@link JournalSource#strategy()}. */
  String strategy();

  /** The named settings that are worth comparing, at least one; the first is the recommended. */
  List<Variant> variants();

  /**
   * Opens a source: connects, and checks the options; whether the journal's table fits is found at
   * the first load.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the store can't be reached
   * @throws IllegalArgumentException if an option is unknown or its value isn't allowed; the
   *     message names what is
   */
  JournalSource open(SourceConfig config);

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
