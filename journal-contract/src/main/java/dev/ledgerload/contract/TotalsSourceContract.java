package dev.ledgerload.contract;

import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.TotalsSourceProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * What every source of totals must do that has them from the database itself. A loader module
 * extends it, names its provider and, where something must be installed, installs it.
 *
 * <p>Runs as {@link JournalSourceContract} does, in the same database.
 */
public abstract class TotalsSourceContract {
  private final TotalsKit kit = new TotalsKit(provider(), this::prepare);

  /** Opens the sources to be tested; called once a test, from the constructor. */
  protected abstract TotalsSourceProvider provider();

  /**
   * Makes the database ready for totals of a journal: called when its entries are there, and again
   * when they changed.
   */
  protected void prepare(SourceConfig journal) {}

  /** How often totals by a variant wait for the database, after the first; where that is known. */
  protected Map<String, Integer> roundTrips() {
    return Map.of();
  }

  @AfterEach
  void leavesNothingBehind() {
    kit.close();
  }

  @Nested
  class Answers extends TotalsAnswerCases {
    Answers() {
      super(kit);
    }
  }

  @Nested
  class RoundTrips extends TotalsRoundTripCases {
    RoundTrips() {
      super(kit, roundTrips());
    }
  }

  @Nested
  class Sums extends TotalsSumCases {
    Sums() {
      super(kit);
    }
  }

  @Tag("ledgers")
  @Nested
  class Foreign extends ForeignTotalsCases {
    Foreign() {
      super(kit);
    }
  }

  @Nested
  class Refusals extends TotalsRefusalCases {
    Refusals() {
      super(kit);
    }
  }

  @Tag("faults")
  @Nested
  class Faults extends TotalsFaultCases {
    Faults() {
      super(kit);
    }
  }
}
