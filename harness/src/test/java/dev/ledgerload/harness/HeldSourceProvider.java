package dev.ledgerload.harness;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that holds the one table that it was given last; it needs a Redis, and leaves it be.
 */
public final class HeldSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "held";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public boolean needsRedis() {
    return true;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("one-day", Map.of(), "one day"));
  }

  @Override
  public JournalCache open(SourceConfig config) {
    if (config.redis() == null) {
      throw new IllegalArgumentException("held needs a Redis");
    }
    return new Held();
  }

  private static final class Held implements JournalCache {
    private @Nullable JournalTable held;

    @Override
    public String strategy() {
      return STRATEGY;
    }

    @Override
    public Set<Grain> grains() {
      return Set.of(Grain.ENTRY);
    }

    @Override
    public JournalTable load(JournalQuery query) {
      if (held == null) {
        throw new JournalLoadException(JournalLoadException.Kind.UNAVAILABLE, STRATEGY, "a miss");
      }
      return held.project(query.columns());
    }

    @Override
    public boolean put(JournalTable table) {
      close();
      held = table.share();
      return true;
    }

    @Override
    public void invalidate(LocalDate day) {
      close();
    }

    @Override
    public void close() {
      if (held != null) {
        held.close();
        held = null;
      }
    }
  }
}
