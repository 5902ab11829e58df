package dev.ledgerload.harness;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A strategy that gives another day's entries: quick, and wrong. */
public final class LossySourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "lossy";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("yesterday", Map.of(), "the day before"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    return new Yesterday(JournalSources.provider("copy").open(config));
  }

  private record Yesterday(JournalSource source) implements JournalSource {
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
      return source.load(
          new JournalQuery(
              query.day().minusDays(1),
              query.grain(),
              query.columns(),
              query.timeout(),
              query.maxAge()));
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
