package dev.ledgerload.loader.mv;

import dev.ledgerload.contract.PairSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.SourceConfig;
import java.util.Map;

class MvContractTest extends PairSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new MvSourceProvider();
  }

  @Override
  protected void publish(SourceConfig config) {
    new MvInstallation().install(config.withOptions(Map.of("window-days", "all")));
  }

  @Override
  protected Map<String, Integer> roundTrips() {
    return Map.of("view", 3);
  }
}
