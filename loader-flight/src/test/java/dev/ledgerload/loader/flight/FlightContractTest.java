package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.testbed.contract.JournalSourceContract;

/** With a server between that keeps nothing, all that is true of {@code copy} is true of flight. */
class FlightContractTest extends JournalSourceContract {
  @Override
  protected JournalSourceProvider provider() {
    return new ServedSourceProvider();
  }
}
