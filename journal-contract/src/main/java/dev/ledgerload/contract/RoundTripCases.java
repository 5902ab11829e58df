package dev.ledgerload.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A load doesn't wait for the database more often than it has to, for that may be far away. */
abstract class RoundTripCases {
  /** From the fifth on the driver has its statements prepared. */
  private static final int LOADS = 7;

  private final ContractKit kit;
  private final Map<String, Integer> roundTrips;

  /**
   * @param roundTrips how often a load waits, for variants of which that is known
   */
  RoundTripCases(ContractKit kit, Map<String, Integer> roundTrips) {
    this.kit = kit;
    this.roundTrips = roundTrips;
  }

  @TestFactory
  Stream<DynamicTest> waitsForTheDatabaseAsOftenAsItMust() {
    var day = ContractDatabase.JOURNAL.parameters().day(1);
    return DynamicTest.stream(
        kit.variants().stream().filter(variant -> roundTrips.containsKey(variant.name())),
        variant -> variant.name(),
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = kit.open(kit.database().urlVia(proxy), kit.seeded(), variant)) {
            source.load(kit.query(day)).close(); // the first one may ask more
            for (int load = 2; load <= LOADS; load++) {
              assertThat(counted(proxy, () -> source.load(kit.query(day)).close()))
                  .as("round trips of load %d", load)
                  .isEqualTo(requireNonNull(roundTrips.get(variant.name())).longValue());
            }
          }
        });
  }

  static long counted(TcpProxy proxy, Runnable work) {
    long before = proxy.roundTrips();
    work.run();
    return proxy.roundTrips() - before;
  }
}
