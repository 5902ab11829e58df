package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemorySourceProviderTest {
  @ParameterizedTest
  @CsvSource({
    "max-bytes, 0, from 1 to",
    "max-bytes, -5, from 1 to",
    "max-bytes, 1q, from 1 to",
    "ttl, PT0S, more than zero",
    "ttl, soon, more than zero",
    "ttl, -1, more than zero",
    "max-byte, 5, max-bytes"
  })
  void refusesABadOption(String option, String value, String allowed) {
    try (var allocator = new RootAllocator()) {
      var config =
          SourceConfig.of(new PostgresUrl("jdbc:postgresql://localhost/x"), allocator)
              .withOptions(Map.of(option, value));
      assertThatThrownBy(() -> new MemorySourceProvider().open(config).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("memory")
          .hasMessageContaining(option)
          .hasMessageContaining(allowed);
    }
  }
}
