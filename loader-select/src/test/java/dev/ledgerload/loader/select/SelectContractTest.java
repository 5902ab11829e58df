package dev.ledgerload.loader.select;

import dev.ledgerload.contract.JournalSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;

class SelectContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new SelectSourceProvider();
  }
}
