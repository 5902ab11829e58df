package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceConfigTest {
  private static final PostgresUrl URL = new PostgresUrl("jdbc:postgresql://localhost/ledger");

  @ParameterizedTest
  @ValueSource(
      strings = {"filter=amount > 0", "totals=all", "column.amount.numeric=38,5", "query=SELECT 1"})
  void refusesWhatNoLoaderHeedsYet(String setting) {
    var text = JournalSchema.GL_ENTRIES.toProperties();
    var key = setting.substring(0, setting.indexOf('=') + 1);
    var replaced = key.equals("query=") ? "table=" : key;
    var others = text.lines().filter(line -> !line.startsWith(replaced)).toList();
    var schema = JournalSchema.parse(String.join("\n", others) + "\n" + setting, "test");
    try (var allocator = new RootAllocator()) {
      var config = SourceConfig.of(URL, allocator);
      assertThatThrownBy(() -> config.withSchema(schema))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("gl_entries");
    }
  }

  @Test
  void takesOtherNames() {
    var names = JournalSchema.GL_ENTRIES.withTable("fin.v2").withSqlName(GlEntries.AMOUNT, "total");
    try (var allocator = new RootAllocator()) {
      assertThatCode(() -> SourceConfig.of(URL, allocator).withSchema(names))
          .doesNotThrowAnyException();
    }
  }
}
