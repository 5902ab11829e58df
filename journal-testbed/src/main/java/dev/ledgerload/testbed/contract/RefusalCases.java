package dev.ledgerload.testbed.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What can't be served is refused with a message that a person can act on. */
abstract class RefusalCases {
  private static final JournalQuery QUERY = JournalQuery.entries(ContractKit.DAY);

  private final ContractKit kit;

  RefusalCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> refusesATableThatIsMissing() {
    return refuses(JournalLayout.DEFAULT.withTable("no_such_table"), "no_such_table");
  }

  @TestFactory
  Stream<DynamicTest> refusesASchemaThatIsMissing() {
    return refuses(JournalLayout.DEFAULT.withTable("no_such_schema.t"), "no_such_schema");
  }

  @TestFactory
  Stream<DynamicTest> refusesAColumnThatIsMissing() {
    return refuses(kit.table().withColumn(JournalColumn.T_2, "no_such_column"), "no_such_column");
  }

  @TestFactory
  Stream<DynamicTest> refusesAmountsThatAreNotExact() {
    return refuses(kit.table(Map.of(JournalColumn.AMOUNT, "double precision")), "amount");
  }

  @TestFactory
  Stream<DynamicTest> refusesDaysOfAnotherType() {
    return refuses(kit.table(Map.of(JournalColumn.TRX_DATE, "text")), "trx_date");
  }

  @TestFactory
  Stream<DynamicTest> refusesIdsOfAnotherType() {
    return refuses(kit.table(Map.of(JournalColumn.ID, "text")), "id");
  }

  @TestFactory
  Stream<DynamicTest> refusesCodesOfAnotherType() {
    return refuses(kit.table(Map.of(JournalColumn.T_4, "jsonb")), "t_4");
  }

  private Stream<DynamicTest> refuses(JournalLayout layout, String named) {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(layout, variant)) {
            var failure = kit.failureOf(source, QUERY);
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure).hasMessageContaining(named);
            kit.requireIdleSources();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> findsATableThatWasMissingBefore() {
    return kit.forEachVariant(
        variant -> {
          var layout = JournalLayout.DEFAULT.withTable("late_" + ContractKit.uniqueNumber());
          try (var source = kit.open(layout, variant)) {
            assertThat(kit.failureOf(source, QUERY).kind()).isEqualTo(UNSUPPORTED);
            kit.create(layout, Map.of(), "");
            try (var table = source.load(QUERY)) {
              assertThat(table.rows()).isZero();
            }
          }
        });
  }

  @Test
  void refusesAUserWithoutTheRightToSelect() {
    var layout = kit.table();
    try (var source = kit.open(kit.database().strangersUrl(), layout, kit.variant())) {
      var failure = kit.failureOf(source, QUERY);
      assertThat(failure.kind()).isIn(UNSUPPORTED, UNAVAILABLE);
      assertThat(failure).hasMessageContaining(layout.table()).hasMessageContaining("SELECT");
    }
  }

  @Test
  void refusesAWrongPasswordAndKeepsItToItself() {
    var url = kit.database().urlWithPassword("wrong-secret");
    var failure = failureToOpen(url);
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining("password").hasMessageNotContaining("wrong-secret");
    assertThat(failure.toString()).doesNotContain("wrong-secret");
  }

  @Test
  void refusesAServerThatDoesNotAnswer() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var failure = failureToOpen(kit.database().urlWithPort(port));
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining(Integer.toString(port));
  }

  private JournalLoadException failureToOpen(dev.ledgerload.spi.PostgresUrl url) {
    return kit.failureOf(() -> kit.open(url, ContractDatabase.PLAIN, kit.variant()).close());
  }

  @Test
  void refusesAnOptionThatItDoesNotHave() {
    var misspelt = new Variant("misspelt", Map.of("no-such-option", "1"), "");
    assertThatThrownBy(() -> kit.open(ContractDatabase.PLAIN, misspelt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-option")
        .hasMessageContaining(kit.strategy());
  }
}
