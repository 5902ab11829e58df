package dev.ledgerload.loader.select;

import dev.ledgerload.contract.JournalSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;
import java.util.Map;

class SelectContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new SelectSourceProvider();
  }

  @Override
  protected Map<String, Integer> roundTrips() {
    return Map.of("tuned", 5, "plain", 3);
  }
}
