package dev.ledgerload.loader.copy;

import dev.ledgerload.contract.JournalSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;

class CopyContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new CopySourceProvider();
  }
}
