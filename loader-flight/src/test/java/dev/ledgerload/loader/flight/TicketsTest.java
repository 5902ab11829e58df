package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  @Test
  void readsWhatItWrites() {
    for (var query :
        List.of(
            JournalQuery.entries(DAY),
            JournalQuery.groups(DAY),
            JournalQuery.entriesForTotals(DAY).noOlderThan(Duration.ofNanos(1)),
            JournalQuery.entries(LocalDate.of(1, 1, 1)).select(GlEntries.T_5),
            JournalQuery.entries(LocalDate.of(9999, 12, 31)).noOlderThan(Duration.ofDays(400)))) {
      assertThat(Tickets.decode(Tickets.encode(query), JournalSchema.GL_ENTRIES)).isEqualTo(query);
    }
  }

  @Test
  void isAlsoADayAlone() {
    assertThat(decode("2026-01-31")).isEqualTo(JournalQuery.entries(DAY));
    assertThat(decode("{\"version\":1,\"day\":\"2026-01-31\"}"))
        .isEqualTo(JournalQuery.entries(DAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}",
        "[]",
        "null",
        "yesterday",
        "2026-02-30",
        "0000-01-01",
        "+10000-01-01",
        "2026-01-31 ",
        "2026-01-31'; DROP TABLE gl_entries; --",
        "\u0000\u0000\u0000",
        "{\"version\":2,\"day\":\"2026-01-31\"}",
        "{\"version\":\"1\",\"day\":\"2026-01-31\"}",
        "{\"day\":\"2026-01-31\"}",
        "{\"version\":1}",
        "{\"version\":1,\"day\":null}",
        "{\"version\":1,\"day\":20260131}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"day\":\"2026-01-30\"}",
        "{\"version\":1,\"day\":\"2026-01-31\"} {}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"table\":\"pg_authid\"}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"grain\":\"year\"}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"columns\":[]}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"columns\":[\"password\"]}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"columns\":[\"id\",\"id\"]}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"columns\":[null]}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"columns\":[\"total_amount\"]}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"maxAge\":\"PT0S\"}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"maxAge\":\"-PT5S\"}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"maxAge\":\"soon\"}",
        "{\"version\":1,\"day\":\"2026-01-31\",\"maxAge\":{\"a\":[[[[[[[[]]]]]]]]}}",
      })
  void refusesWhatIsNone(String ticket) {
    assertThatThrownBy(() -> decode(ticket))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("DROP")
        .hasMessageNotContaining("password");
  }

  @Test
  void refusesWhatIsTooLong() {
    var ticket = "{\"version\":1,\"day\":\"%s\"}".formatted("2".repeat(Tickets.MAX_BYTES));
    assertThatThrownBy(() -> decode(ticket))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4096 bytes");
  }

  private static JournalQuery decode(String ticket) {
    return Tickets.decode(ticket.getBytes(UTF_8), JournalSchema.GL_ENTRIES);
  }
}
