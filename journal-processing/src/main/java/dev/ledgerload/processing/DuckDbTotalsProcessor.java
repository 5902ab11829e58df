package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;

final class DuckDbTotalsProcessor implements TotalsProcessor {
  static final String NAME = "duckdb";

  DuckDbTotalsProcessor(int threads) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Totals process(JournalTable table) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
