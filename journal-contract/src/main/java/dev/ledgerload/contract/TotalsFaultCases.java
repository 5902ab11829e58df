package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.spi.TotalsSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Totals that are broken off. Each is met while the server works and writes nothing, for it waits
 * for a lock, or in the midst of its answer, which a proxy holds up. Whatever happens, the server
 * stops, and the same source can answer again.
 */
abstract class TotalsFaultCases {
  private static final LocalDate DAY = ContractDatabase.BIG_JOURNAL.parameters().day(0);
  private static final long FIRST_BYTES = 60_000;

  private final TotalsKit kit;

  TotalsFaultCases(TotalsKit kit) {
    this.kit = kit;
  }

  /** What happens to totals that are held up. */
  private interface Fault {
    JournalLoadException strike(TcpProxy proxy, BackgroundLoad totals) throws Exception;
  }

  /** While somebody has the journal locked; it stays locked until the failure is seen. */
  private Stream<DynamicTest> survives(Map<String, String> options, Fault fault) {
    kit.prepareOnce(kit.database().big());
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = open(proxy, variant, options)) {
            requireWorks(source);
            try (var holder = lock()) {
              var totals = BackgroundLoad.start(source, DAY);
              awaitWaiting();
              var failure = fault.strike(proxy, totals);
              assertThat(failure).hasMessageContaining(kit.strategy());
              kit.requireIdleSources();
              holder.rollback();
            }
            requireWorks(source);
          }
        });
  }

  private TotalsSource open(TcpProxy proxy, Variant variant, Map<String, String> options) {
    return kit.open(kit.database().urlVia(proxy), kit.database().big(), variant, options);
  }

  private Connection lock() throws SQLException {
    var connection = kit.database().connect();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(
          "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(kit.database().big().tableSql()));
    }
    return connection;
  }

  private void awaitWaiting() {
    ContractKit.await(
        "the source waiting for the lock",
        () -> !kit.database().foreignConnections("wait_event_type = 'Lock'").isEmpty());
  }

  private static void requireWorks(TotalsSource source) {
    assertThat(source.totals(DAY)).isEqualTo(ContractDatabase.BIG_JOURNAL.oracle().totals(DAY));
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheServerEndsItsConnection() {
    return survives(
        Map.of(),
        (proxy, totals) -> {
          assertThat(kit.database().signalBusySources("pg_terminate_backend")).isPositive();
          return requireKind(UNAVAILABLE, totals);
        });
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheServerCancelsItsStatement() {
    return survives(
        Map.of(),
        (proxy, totals) -> {
          assertThat(kit.database().signalBusySources("pg_cancel_backend")).isPositive();
          return requireKind(UNAVAILABLE, totals);
        });
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheConnectionIsCut() {
    return survives(
        Map.of(),
        (proxy, totals) -> {
          proxy.refuse(); // whoever hadn't heard yet that its transaction has begun connects again
          try {
            return requireKind(UNAVAILABLE, totals);
          } finally {
            proxy.takeAgain();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> failsWhenItsThreadIsInterrupted() {
    return survives(
        Map.of(),
        (proxy, totals) -> {
          totals.interrupt();
          var failure = requireKind(TIMEOUT, totals);
          assertThat(totals.interruptedAtEnd()).as("the interrupt flag").isTrue();
          return failure;
        });
  }

  @TestFactory
  Stream<DynamicTest> failsWhenItsTimeoutPasses() {
    return survives(Map.of("timeout", "PT1.5S"), (proxy, totals) -> requireKind(TIMEOUT, totals));
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheConnectionIsCutInTheMidstOfTheAnswer() {
    kit.prepareOnce(kit.database().big());
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = open(proxy, variant, Map.of())) {
            requireWorks(source);
            proxy.stallAfter(FIRST_BYTES);
            var totals = BackgroundLoad.start(source, DAY);
            proxy.awaitStall(ContractKit.PATIENCE);
            proxy.cut();
            proxy.resume();
            requireKind(UNAVAILABLE, totals);
            kit.requireIdleSources();
            requireWorks(source);
          }
        });
  }

  private static JournalLoadException requireKind(
      JournalLoadException.Kind kind, BackgroundLoad totals) throws Exception {
    var failure = totals.failure();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    return failure;
  }

  @TestFactory
  Stream<DynamicTest> failsWhileTheServerIsAwayAndWorksOnceItIsBack() {
    kit.prepareOnce(kit.database().big());
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = open(proxy, variant, Map.of())) {
            requireWorks(source);
            proxy.refuse();
            assertThat(kit.failureOf(() -> source.totals(DAY)).kind()).isEqualTo(UNAVAILABLE);
            proxy.takeAgain();
            requireWorks(source);
          }
        });
  }
}
