package dev.ledgerload.loader.flight;

import dev.ledgerload.contract.EveryType;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads tables of {@link EveryType} that a test has given. */
public final class GivenRowsProvider implements JournalSourceProvider {
  static final String STRATEGY = "given";

  private static volatile List<List<@Nullable Object>> rows = List.of();
  private static volatile int batchRows = 1;

  /** What loads give from now on, in batches of so many rows. */
  static void give(List<List<@Nullable Object>> others, int inBatchesOf) {
    rows = others;
    batchRows = inBatchesOf;
  }

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("given", Map.of(), "what a test has given"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    return new JournalSource() {
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
        try (var whole = EveryType.table(config.allocator(), rows, batchRows)) {
          return whole.project(query.columns());
        }
      }

      @Override
      public void close() {
        // there is nothing to close
      }
    };
  }
}
