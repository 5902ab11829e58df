package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The strategy {@code greedy} of these tests: wants more memory for a day than any JVM has. With
 * the option {@code opens=false} for opening, too.
 */
public final class GreedySourceProvider implements JournalSourceProvider {
  private static volatile byte[] memory = {};

  @Override
  public String strategy() {
    return "greedy";
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("greedy", Map.of(), "no day at all"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    if ("false".equals(config.options().get("opens"))) {
      useUpMemory();
    }
    return new JournalSource() {
      @Override
      public String strategy() {
        return "greedy";
      }

      @Override
      public Set<Grain> grains() {
        return Set.of(Grain.ENTRY);
      }

      @Override
      public JournalTable load(JournalQuery query) {
        throw new IllegalStateException("a JVM can hold " + useUpMemory());
      }

      @Override
      public void close() {
        // it has nothing
      }
    };
  }

  /** An array of one element more than the JVM's limit is refused whatever the heap. */
  private static int useUpMemory() {
    memory = new byte[Integer.MAX_VALUE];
    return memory.length;
  }
}
