package dev.ledgerload.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** As {@link RoundTripCases}, of totals. */
abstract class TotalsRoundTripCases {
  private static final int TIMES = 7;

  private final TotalsKit kit;
  private final Map<String, Integer> roundTrips;

  TotalsRoundTripCases(TotalsKit kit, Map<String, Integer> roundTrips) {
    this.kit = kit;
    this.roundTrips = roundTrips;
  }

  @TestFactory
  Stream<DynamicTest> waitsForTheDatabaseAsOftenAsItMust() {
    var schema = kit.prepareOnce(ContractDatabase.PLAIN);
    var day = ContractDatabase.JOURNAL.parameters().day(1);
    return DynamicTest.stream(
        kit.variants().stream().filter(variant -> roundTrips.containsKey(variant.name())),
        variant -> variant.name(),
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = kit.open(kit.database().urlVia(proxy), schema, variant, Map.of())) {
            source.totals(day);
            for (int time = 2; time <= TIMES; time++) {
              assertThat(RoundTripCases.counted(proxy, () -> source.totals(day)))
                  .as("round trips of time %d", time)
                  .isEqualTo(requireNonNull(roundTrips.get(variant.name())).longValue());
            }
          }
        });
  }
}
