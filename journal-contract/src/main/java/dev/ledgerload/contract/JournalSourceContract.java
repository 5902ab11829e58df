package dev.ledgerload.contract;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSourceProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * What every source of entries must do. A loader module extends it and names its provider:
 *
 * <pre>{@code
 * class CopyJournalSourceContractTest extends JournalSourceContract {
 *   @Override
 *   protected JournalSourceProvider provider() {
 *     return new CopySourceProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>The tests run on the testbed that the environment asks for ({@link
 * dev.ledgerload.testbed.TestbedOptions}), in a database of their own. After each of them no
 * connection and no memory may be left. Its JVM needs {@code --add-opens
 * java.base/java.nio=ALL-UNNAMED} and an Arrow allocator.
 */
public abstract class JournalSourceContract {
  private final ContractKit kit = new ContractKit(provider(), options(), Grain.ENTRY, config -> {});

  /** Opens the sources to be tested; called once a test, from the constructor. */
  protected abstract JournalSourceProvider provider();

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
  class Loading extends LoadingCases {
    Loading() {
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
  class Codes extends CodeCases {
    Codes() {
      super(kit);
    }
  }

  @Nested
  class Amounts extends AmountCases {
    Amounts() {
      super(kit);
    }
  }

  @Nested
  class NumbersAndDays extends NumberAndDayCases {
    NumbersAndDays() {
      super(kit);
    }
  }

  @Tag("ledgers")
  @Nested
  class Relations extends RelationCases {
    Relations() {
      super(kit);
    }
  }

  @Nested
  class Access extends AccessCases {
    Access() {
      super(kit);
    }
  }

  @Nested
  class Refusals extends RefusalCases {
    Refusals() {
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

  @Tag("churn")
  @Nested
  class ConcurrentWriters extends ConcurrentWriterCases {
    ConcurrentWriters() {
      super(kit);
    }
  }
}
