package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
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
abstract class TotalsRefusalCases {
  private final TotalsKit kit;

  TotalsRefusalCases(TotalsKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> refusesATableThatIsMissing() {
    return refuses(JournalSchema.GL_ENTRIES.withTable("no_such_table"), "no_such_table");
  }

  @TestFactory
  Stream<DynamicTest> refusesAColumnThatIsMissing() {
    var schema = kit.prepare(kit.table(Map.of()));
    return refuses(schema.withSqlName(GlEntries.AMOUNT, "no_such_column"), "no_such_column");
  }

  @TestFactory
  Stream<DynamicTest> refusesAmountsThatAreNotExact() {
    return refuses(kit.table(Map.of(GlEntries.AMOUNT, "double precision")), "amount");
  }

  @TestFactory
  Stream<DynamicTest> refusesDaysOfAnotherType() {
    return refuses(kit.table(Map.of(GlEntries.TRX_DATE, "text")), "trx_date");
  }

  private Stream<DynamicTest> refuses(JournalSchema schema, String named) {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            var failure = kit.failureOf(() -> source.totals(ContractKit.DAY));
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure).hasMessageContaining(named);
            kit.requireIdleSources();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesAUserWithoutTheRightToSelect() {
    var schema = kit.prepare(kit.table(Map.of()));
    return kit.forEachVariant(
        variant -> {
          var url = kit.database().strangersUrl();
          try (var source = kit.open(url, schema, variant, Map.of())) {
            var failure = kit.failureOf(() -> source.totals(ContractKit.DAY));
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure).hasMessageContaining(schema.table()).hasMessageContaining("SELECT");
          }
        });
  }

  @Test
  void refusesAWrongPasswordAndKeepsItToItself() {
    var failure = kit.failureOf(() -> open(kit.database().urlWithPassword("wrong-secret")));
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining("password").hasMessageNotContaining("wrong-secret");
  }

  @Test
  void refusesAServerThatDoesNotAnswer() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var failure = kit.failureOf(() -> open(kit.database().urlWithPort(port)));
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining(Integer.toString(port));
  }

  private void open(PostgresUrl url) {
    kit.open(url, ContractDatabase.PLAIN, kit.variant(), Map.of());
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
