package dev.ledgerload.loader.select;

import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.testbed.contract.JournalSourceContract;

class SelectContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new SelectSourceProvider();
  }
}
