package dev.ledgerload.loader.indb;

import dev.ledgerload.contract.TotalsSourceContract;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.TotalsSourceProvider;
import java.time.LocalDate;
import java.util.Map;

class IndbContractTest extends TotalsSourceContract {
  @Override
  protected TotalsSourceProvider provider() {
    return new IndbSourceProvider();
  }

  @Override
  protected void prepare(SourceConfig journal) {
    new IndbInstallation().install(journal);
    UsualView.make(journal, LocalDate.of(2000, 1, 1));
  }

  @Override
  protected Map<String, Integer> roundTrips() {
    return Map.of("group-by", 3, "function", 3, "covering-index", 3, "view-totals", 3);
  }
}
