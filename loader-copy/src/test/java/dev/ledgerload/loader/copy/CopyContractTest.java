package dev.ledgerload.loader.copy;

import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.testbed.contract.JournalSourceContract;

class CopyContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new CopySourceProvider();
  }
}
