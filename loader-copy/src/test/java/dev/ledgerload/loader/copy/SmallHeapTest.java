package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** This module's tests run with a heap of 256 MiB. */
@Tag("volume")
class SmallHeapTest {
  private static final long HEAP_BYTES = 256L << 20;
  private static final int ROWS = 5_000_000;
  private static final int MOST_BYTES_PER_ENTRY = 48;

  @Test
  void loadsFiveMillionEntriesInASmallHeap() {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP_BYTES);
    var parameters = JournalParameters.of(ROWS, 1);
    var journal = new SeededJournal(parameters);
    var schema = JournalSchema.GL_ENTRIES.withTable("five_million");
    var day = parameters.day(0);
    try (var testbed = JournalTestbed.start();
        var allocator = new RootAllocator()) {
      journal.seed(testbed.postgresUrl(), schema, SeedOptions.DEFAULT.withReplace(true));
      var config = SourceConfig.of(testbed.postgresUrl(), allocator).withSchema(schema);
      try (var source = new CopySourceProvider().open(config);
          var table = source.load(JournalQuery.entries(day))) {
        assertThat(table.rows()).isEqualTo(ROWS);
        assertThat(table.bytes()).isLessThanOrEqualTo((long) ROWS * MOST_BYTES_PER_ENTRY);
        assertThat(TableDigest.of(table))
            .isEqualTo(journal.oracle().digest(day, GlEntries.of(Grain.ENTRY)));
      }
    }
  }
}
