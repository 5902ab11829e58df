package dev.ledgerload.contract;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.SourceConfig;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * What every source of account pairs must do that serves a prepared snapshot of the journal. Used
 * as {@link JournalSourceContract}; a loader module also says how the snapshot is made.
 */
public abstract class PairSourceContract {
  private final ContractKit kit =
      new ContractKit(provider(), options(), Grain.GROUP, this::publish);

  /** Opens the sources to be tested; called once a test, from the constructor. */
  protected abstract JournalSourceProvider provider();

  /**
   * Makes what the journal holds now what sources load, whatever its days.
   *
   * @param config of the journal, without options
   */
  protected abstract void publish(SourceConfig config);

  /** Options that every source is opened with, besides its variant's own. */
  protected Map<String, String> options() {
    return Map.of();
  }

  /**
   * How often a load by a variant waits for the database, once it has loaded; where that is known.
   */
  protected Map<String, Integer> roundTrips() {
    return Map.of();
  }

  @AfterEach
  void leavesNothingBehind() {
    kit.close();
  }

  @Nested
  class Loading extends PairLoadingCases {
    Loading() {
      super(kit);
    }
  }

  @Nested
  class Amounts extends PairAmountCases {
    Amounts() {
      super(kit);
    }
  }

  @Tag("ledgers")
  @Nested
  class Foreign extends ForeignCases {
    Foreign() {
      super(kit);
    }
  }

  @Nested
  class RoundTrips extends RoundTripCases {
    RoundTrips() {
      super(kit, roundTrips());
    }
  }

  @Nested
  class Lifetimes extends LifetimeCases {
    Lifetimes() {
      super(kit);
    }
  }

  @Nested
  class Access extends AccessCases {
    Access() {
      super(kit);
    }
  }

  @Tag("faults")
  @Nested
  class Faults extends FaultCases {
    Faults() {
      super(kit);
    }
  }
}
