package dev.ledgerload.loader.copy;

import dev.ledgerload.contract.JournalSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;
import java.util.Map;

class CopyContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new CopySourceProvider();
  }

  @Override
  protected Map<String, Integer> roundTrips() {
    return Map.of("auto", 3, "one-stream", 3);
  }
}
