package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What can't be reached is refused with a message that a person can act on. */
abstract class AccessCases {
  private final ContractKit kit;

  AccessCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> refusesATableThatIsMissing() {
    return refuses(JournalSchema.GL_ENTRIES.withTable("no_such_table"), "no_such_table");
  }

  @TestFactory
  Stream<DynamicTest> refusesASchemaThatIsMissing() {
    return refuses(JournalSchema.GL_ENTRIES.withTable("no_such_schema.t"), "no_such_schema");
  }

  private Stream<DynamicTest> refuses(JournalSchema schema, String named) {
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            var failure = kit.failureOf(source, kit.query(ContractKit.DAY));
            assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
            assertThat(failure).hasMessageContaining(named);
            kit.requireIdleSources();
          }
        });
  }

  @Test
  void refusesAUserWithoutTheRightToSelect() {
    var schema = kit.table();
    kit.publish(schema);
    try (var source = kit.open(kit.database().strangersUrl(), schema, kit.variant())) {
      var failure = kit.failureOf(source, kit.query(ContractKit.DAY));
      assertThat(failure.kind()).isIn(UNSUPPORTED, UNAVAILABLE);
      assertThat(failure).hasMessageContaining(schema.table()).hasMessageContaining("SELECT");
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
