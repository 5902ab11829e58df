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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
  private static final ServedName SERVED = ServedName.of(JournalSchema.GL_ENTRIES);
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
      assertThat(
              Tickets.decode(
                  Tickets.encode(query, SERVED.fingerprint()), JournalSchema.GL_ENTRIES, SERVED))
          .isEqualTo(query);
    }
  }

  @Test
  void isOfTheServersSchemaOrOfNone() {
    var ticket = "{\"version\":2,\"day\":\"2026-01-31\",\"schema\":\"%s\"}";
    assertThat(decode(ticket.formatted(SERVED.fingerprint()))).isEqualTo(JournalQuery.entries(DAY));
    var other = JournalSchema.GL_ENTRIES.withTable("other").fingerprint();
    assertThatThrownBy(() -> decode(ticket.formatted(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "it serves \"public\".\"gl_entries\" by the schema " + SERVED.fingerprint())
        .hasMessageNotContaining(other);
  }

  /** As many as a table can have, of names as long as can be. */
  @Test
  void namesAllColumnsOfTheWidestTableInFewBytes() {
    var names = IntStream.range(0, 1_597).mapToObj(i -> "%063d".formatted(i));
    var schema =
        JournalSchema.of("wide")
            .day("d")
            .keys("k")
            .measures("m")
            .columns(names.toArray(String[]::new))
            .build();
    var query = JournalQuery.of(schema, DAY);
    var served = ServedName.of(schema);
    byte[] ticket = Tickets.encode(query, served.fingerprint());
    assertThat(ticket).hasSizeLessThan(200);
    assertThat(Tickets.decode(ticket, schema, served)).isEqualTo(query);
  }

  @Test
  void isAlsoADayAlone() {
    assertThat(decode("2026-01-31")).isEqualTo(JournalQuery.entries(DAY));
    assertThat(decode("{\"version\":2,\"day\":\"2026-01-31\"}"))
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
        "{\"version\":1,\"day\":\"2026-01-31\"}",
        "{\"version\":\"2\",\"day\":\"2026-01-31\"}",
        "{\"day\":\"2026-01-31\"}",
        "{\"version\":2}",
        "{\"version\":2,\"day\":null}",
        "{\"version\":2,\"day\":20260131}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"day\":\"2026-01-30\"}",
        "{\"version\":2,\"day\":\"2026-01-31\"} {}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"table\":\"pg_authid\"}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"grain\":\"year\"}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"columns\":[]}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"columns\":[\"password\"]}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"columns\":[\"id\",\"id\"]}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"columns\":[null]}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"columns\":[\"total_amount\"]}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"maxAge\":\"PT0S\"}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"maxAge\":\"-PT5S\"}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"maxAge\":\"soon\"}",
        "{\"version\":2,\"day\":\"2026-01-31\",\"maxAge\":{\"a\":[[[[[[[[]]]]]]]]}}",
      })
  void refusesWhatIsNone(String ticket) {
    assertThatThrownBy(() -> decode(ticket))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("DROP")
        .hasMessageNotContaining("password");
  }

  @Test
  void refusesWhatIsTooLong() {
    var ticket = "{\"version\":2,\"day\":\"%s\"}".formatted("2".repeat(Tickets.MAX_BYTES));
    assertThatThrownBy(() -> decode(ticket))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32768 bytes");
  }

  private static JournalQuery decode(String ticket) {
    return Tickets.decode(ticket.getBytes(UTF_8), JournalSchema.GL_ENTRIES, SERVED);
  }
}
