package dev.ledgerload.loader.flight;

import dev.ledgerload.contract.JournalSourceContract;
import dev.ledgerload.spi.JournalSourceProvider;

/** With a server between that keeps nothing, all that is true of {@code copy} is true of flight. */
class FlightContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new ServedSourceProvider();
  }
}
