package dev.ledgerload.harness;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loaders that a JVM's system property slows down: what a gate has to notice. A load that took t
 * takes t × (1 + the property's value), the rest of it busy, as slower code would be.
 */
public final class DelayedSourceProvider implements JournalSourceProvider {
  /** The strategy. */
  public static final String STRATEGY = "delayed";

  /** The system property: a share, as 0.1. */
  public static final String PROPERTY = "ledgerload.test.delay";

  /** The system property that makes each load two, of which one is thrown away. */
  public static final String REPEATED_PROPERTY = "ledgerload.test.repeat";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(variant("copy", "one-stream"), variant("select", "tuned"));
  }

  private static Variant variant(String inner, String variant) {
    return new Variant(
        inner + "-" + variant, Map.of("inner", inner, "variant", variant), "slowed down");
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var provider = JournalSources.provider(config.options().getOrDefault("inner", "copy"));
    var variant = config.options().getOrDefault("variant", "one-stream");
    var options =
        provider.variants().stream()
            .filter(candidate -> candidate.name().equals(variant))
            .map(StrategyProvider.Variant::options)
            .findFirst()
            .orElseThrow();
    return new Delayed(
        provider.open(config.withOptions(options)),
        Double.parseDouble(System.getProperty(PROPERTY, "0")));
  }

  private record Delayed(JournalSource source, double share) implements JournalSource {
    @Override
    public String strategy() {
      return STRATEGY;
    }

    @Override
    public Set<Grain> grains() {
      return source.grains();
    }

    @Override
    public JournalTable load(JournalQuery query) {
      if (Boolean.getBoolean(REPEATED_PROPERTY)) {
        source.load(query).close();
      }
      long start = System.nanoTime();
      var table = source.load(query);
      long elapsedNanos = System.nanoTime() - start;
      long end = System.nanoTime() + (long) (elapsedNanos * share);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return table;
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
