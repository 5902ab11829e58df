package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import javax.sql.DataSource;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSourceTest {
  /** One that shows its password, as some do. */
  private static final DataSource TALKATIVE =
      (DataSource)
          Proxy.newProxyInstance(
              ConnectionSourceTest.class.getClassLoader(),
              new Class<?>[] {DataSource.class},
              (proxy, method, arguments) -> "password=secret");

  @Test
  void showsNoPassword() {
    var source = ConnectionSource.fromDataSource("ledger", TALKATIVE);
    try (var allocator = new RootAllocator()) {
      assertThat(SourceConfig.of(source, allocator).toString())
          .contains("database=DataSource \"ledger\"")
          .doesNotContain("secret");
    }
    assertThat(ConnectionSource.fromUrl("jdbc:postgresql://h/d?user=me&password=secret"))
        .hasToString("jdbc:postgresql://h/d?user=me&password=***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "the ledger of 2026", "Büro/{1}"})
  void takesNames(String name) {
    assertThat(ConnectionSource.fromDataSource(name, TALKATIVE))
        .hasToString("DataSource \"%s\"".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a\nb", "\0"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> ConnectionSource.fromDataSource(name, TALKATIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a DataSource's name must be some text");
  }
}
