package dev.ledgerload.processing;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.TotalsSource;
import java.time.LocalDate;

/**
 * Totals by loading a day and processing it.
 *
 * <p>Loads the day's entries, or its account pairs if the source has no entries, and of them only
 * the columns that totals are made of. Confined to one thread at a time. Owns both the source and
 * the processor: closing this closes them.
 */
public final class ProcessedTotalsSource implements TotalsSource {
  private final JournalSource source;
  private final TotalsProcessor processor;

  /** Takes ownership of a source and a processor. */
  public ProcessedTotalsSource(JournalSource source, TotalsProcessor processor) {
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
    try (var table = source.load(query(day))) {
      return processor.process(table);
    }
  }

  private JournalQuery query(LocalDate day) {
    return source.grains().contains(Grain.ENTRY)
        ? JournalQuery.entriesForTotals(day)
        : JournalQuery.groups(day)
            .select(GlEntries.ACC_DEBIT, GlEntries.ACC_CREDIT, GlEntries.TOTAL_AMOUNT);
  }

  @Override
  public void close() {
    try (source;
        processor) {
      // both are closed, whatever the other throws
    }
  }
}
