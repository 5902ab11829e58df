package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.testbed.TableDigest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Loads that are broken off. Each is met in its midst: a proxy holds the server's answer up after
 * some of it, and the day is bigger than what may wait on the way. Whatever happens, the same
 * source can load again.
 */
abstract class FaultCases {
  private static final long FIRST_BYTES = 500_000;

  private final ContractKit kit;
  private final JournalQuery query;

  FaultCases(ContractKit kit) {
    this.kit = kit;
    this.query = kit.query(kit.bigJournal().parameters().day(0));
  }

  /** What happens to a load that is held up. */
  private interface Fault {
    JournalLoadException strike(TcpProxy proxy, BackgroundLoad load) throws Exception;
  }

  private Stream<DynamicTest> survives(JournalQuery heldUp, Fault fault) {
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = kit.open(kit.database().urlVia(proxy), kit.big(), variant)) {
            requireConnects(source);
            proxy.stallAfter(FIRST_BYTES);
            var load = BackgroundLoad.start(source, heldUp);
            proxy.awaitStall(ContractKit.PATIENCE);
            var failure = fault.strike(proxy, load);
            assertThat(failure).hasMessageContaining(kit.strategy());
            proxy.resume();
            kit.requireIdleSources();
            requireWorks(source);
          }
        });
  }

  /** The fault is to meet a source that has its connections: a load, as small as one can be. */
  private void requireConnects(JournalSource source) {
    requireAnswers(source, query.select(query.columnList().get(0)));
  }

  private void requireWorks(JournalSource source) {
    requireAnswers(source, query);
  }

  private void requireAnswers(JournalSource source, JournalQuery asked) {
    try (var table = source.load(asked)) {
      assertThat(TableDigest.of(table)).isEqualTo(kit.digest(kit.bigJournal(), table));
    }
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheServerEndsItsConnection() {
    return survives(
        query,
        (proxy, load) -> {
          assertThat(kit.database().signalBusySources("pg_terminate_backend")).isPositive();
          proxy.resume();
          return requireKind(UNAVAILABLE, load);
        });
  }

  /*
   * A statement can be cancelled only while it runs. Of a small answer the server may have sent the
   * last byte before the proxy holds it up, so the cancel can miss: then it is another load's turn.
   */
  @TestFactory
  Stream<DynamicTest> failsWhenTheServerCancelsItsStatement() {
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = kit.open(kit.database().urlVia(proxy), kit.big(), variant)) {
            requireConnects(source);
            BackgroundLoad load;
            int attempts = 0;
            do {
              assertThat(++attempts).as("attempts to meet a statement").isLessThan(100);
              load = cancelled(proxy, source);
            } while (load.wasCompleted());
            assertThat(requireKind(UNAVAILABLE, load)).hasMessageContaining(kit.strategy());
            kit.requireIdleSources();
            requireWorks(source);
          }
        });
  }

  private BackgroundLoad cancelled(TcpProxy proxy, JournalSource source) throws Exception {
    proxy.stallAfter(FIRST_BYTES);
    var load = BackgroundLoad.start(source, query);
    proxy.awaitStall(ContractKit.PATIENCE);
    kit.database().signalBusySources("pg_cancel_backend");
    proxy.resume();
    // again and again: between two fetches there is no statement to cancel
    ContractKit.await(
        "the load's end",
        () -> {
          kit.database().signalBusySources("pg_cancel_backend");
          return load.isDone();
        });
    return load;
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheConnectionIsCut() {
    return survives(
        query,
        (proxy, load) -> {
          proxy.cut();
          proxy.resume(); // who connects again is not held up
          return requireKind(UNAVAILABLE, load);
        });
  }

  @TestFactory
  Stream<DynamicTest> failsInTimeWhenTheServerStalls() {
    return survives(
        query.within(Duration.ofMillis(1500)), (proxy, load) -> requireKind(TIMEOUT, load));
  }

  @TestFactory
  Stream<DynamicTest> failsWhenItsThreadIsInterrupted() {
    return survives(
        query,
        (proxy, load) -> {
          load.interrupt();
          var failure = requireKind(TIMEOUT, load);
          assertThat(load.interruptedAtEnd()).as("the interrupt flag").isTrue();
          return failure;
        });
  }

  private static JournalLoadException requireKind(
      JournalLoadException.Kind kind, BackgroundLoad load) throws Exception {
    var failure = load.failure();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    return failure;
  }

  @TestFactory
  Stream<DynamicTest> failsWhenTheTimeoutIsTooShort() {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(kit.big(), variant)) {
            var failure = kit.failureOf(source, query.within(Duration.ofMillis(5)));
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(TIMEOUT);
            kit.requireIdleSources();
            requireWorks(source);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> connectsAgainAfterItsConnectionWasEndedBetweenLoads() {
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = kit.open(kit.database().urlVia(proxy), kit.big(), variant)) {
            requireConnects(source);
            proxy.cut();
            requireWorks(source);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> failsWhileTheServerIsAwayAndWorksOnceItIsBack() {
    return kit.forEachVariant(
        variant -> {
          try (var proxy = kit.database().proxy();
              var source = kit.open(kit.database().urlVia(proxy), kit.big(), variant)) {
            requireConnects(source);
            proxy.refuse();
            assertThat(kit.failureOf(source, query).kind()).isEqualTo(UNAVAILABLE);
            proxy.takeAgain();
            requireWorks(source);
          }
        });
  }
}
