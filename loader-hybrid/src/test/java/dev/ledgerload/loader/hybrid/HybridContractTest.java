package dev.ledgerload.loader.hybrid;

import dev.ledgerload.contract.JournalSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;
import java.util.Map;

/** Memory above COPY, for readers who must see every commit. */
class HybridContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new HybridSourceProvider();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("tiers", "memory,copy", "ttl", "PT0.000000001S");
  }

  @Override
  protected Map<String, Integer> roundTrips() {
    return Map.of("all-tiers", 3);
  }
}
