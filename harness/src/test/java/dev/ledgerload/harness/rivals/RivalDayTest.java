package dev.ledgerload.harness.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.PostgresUrl;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which answers of a rival are right, and what it is told. */
class RivalDayTest {
  private static final RivalDay DAY =
      new RivalDay(
          new PostgresUrl("jdbc:postgresql://host:5433/my db?user=me&password=se%20c%2Fret"),
          "\"public\".\"gl_entries\"",
          "2026-01-02",
          3,
          Map.of(
              "amount", new ColumnFacts(0, 0, "12.30"),
              "t_1", new ColumnFacts(1, 1, "7")));

  @Test
  void takesTheRightAnswer() {
    assertThat(DAY.complaint(reply(3, 1, 1, "12.3000000000"))).isNull();
    assertThat(DAY.isNullApart(reply(3, 1, 1, "12.3"))).isTrue();
  }

  @Test
  void takesOneThatHasNullAndNothingForTheSameButSaysSo() {
    var mixed = reply(3, 0, 2, "12.3");
    assertThat(DAY.complaint(mixed)).isNull();
    assertThat(DAY.isNullApart(mixed)).isFalse();
  }

  @Test
  void takesTheEntriesAloneOfOneThatDecodesNothing() {
    var drained = reply(3, Map.of());
    assertThat(DAY.complaint(drained)).isNull();
    assertThat(DAY.isNullApart(drained)).isNull();
    assertThat(DAY.complaint(reply(2, Map.of()))).isEqualTo("2 entries, not 3");
  }

  @Test
  void refusesOtherSumsNullsAndColumns() {
    assertThat(DAY.complaint(reply(3, 1, 1, "12.29999")))
        .isEqualTo("a sum of amount of 12.29999, not 12.30");
    assertThat(DAY.complaint(reply(3, 2, 1, "12.3"))).isEqualTo("3 empty values of t_1, not 2");
    assertThat(DAY.complaint(reply(3, Map.of("amount", new ColumnFacts(0, 0, "12.3")))))
        .startsWith("the columns [amount], not ");
    assertThat(DAY.complaint(reply(3, Map.of("other", new ColumnFacts(0, 0, "1")))))
        .isEqualTo("a column other");
  }

  @Test
  void namesTheDatabaseForLibpqToo() {
    assertThat(DAY.request(null).uri()).isEqualTo("postgresql://me:se%20c%2Fret@host:5433/my%20db");
  }

  @Test
  void tellsNobodyThePassword() {
    assertThat(DAY.redacted("no se c/ret for se%20c%2Fret")).isEqualTo("no *** for ***");
    assertThat(DAY + " " + DAY.request(null)).doesNotContain("ret");
  }

  private static RivalReply reply(long rows, long nulls, long empties, String amounts) {
    var facts = new HashMap<String, ColumnFacts>();
    facts.put("amount", new ColumnFacts(0, 0, amounts));
    facts.put("t_1", new ColumnFacts(nulls, empties, "7"));
    return reply(rows, facts);
  }

  private static RivalReply reply(long rows, Map<String, ColumnFacts> facts) {
    return new RivalReply(1, 1, null, null, null, rows, "decimal", facts, null, null);
  }
}
