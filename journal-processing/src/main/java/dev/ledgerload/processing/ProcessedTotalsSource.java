package dev.ledgerload.processing;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.TotalsSource;
import java.time.LocalDate;

/**
 * Totals by loading a day and processing it.
 *
 * <p>Loads the day's entries, or its groups if the source has no entries, and of them only the
 * columns that totals are made of. Confined to one thread at a time. Owns both the source and the
 * processor: closing this closes them.
 */
public final class ProcessedTotalsSource implements TotalsSource {
  private final JournalSchema schema;
  private final JournalSource source;
  private final TotalsProcessor processor;

  /**
   * Takes ownership of a source and a processor.
   *
   * @param schema the journal that the source was opened for, at whatever grain
   */
  public ProcessedTotalsSource(
      JournalSchema schema, JournalSource source, TotalsProcessor processor) {
    this.schema = requireNonNull(schema, "schema");
    this.source = requireNonNull(source, "source");
    this.processor = requireNonNull(processor, "processor");
  }

  /**
   * {@inheritDoc}
   *
   * @throws TotalsProcessingException if the day was loaded but could not be processed
   * @throws IllegalStateException if this source is closed
   */
  @Override
  public Totals totals(LocalDate day) {
    var grain = source.grains().contains(Grain.ENTRY) ? Grain.ENTRY : Grain.GROUP;
    try (var table = source.load(JournalQuery.forTotals(schema.of(grain), day))) {
      return processor.process(table);
    }
  }

  @Override
  public void close() {
    try (source;
        processor) {
      // both are closed, whatever the other throws
    }
  }
}
