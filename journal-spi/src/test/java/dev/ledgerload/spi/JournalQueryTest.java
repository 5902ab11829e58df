package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalQueryTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  private static void assertRefused(String message, Runnable query) {
    assertThatThrownBy(query::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void asksForAllColumnsOfItsGrainByDefault() {
    assertThat(JournalQuery.entries(DAY).columns()).isEqualTo(JournalColumn.of(Grain.ENTRY));
    assertThat(JournalQuery.accountPairs(DAY).columns())
        .isEqualTo(JournalColumn.of(Grain.ACCOUNT_PAIR));
    assertThat(JournalQuery.entries(DAY).timeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void keepsTheColumnsInTheOrderOfTheTable() {
    assertThat(
            JournalQuery.entries(DAY)
                .select(JournalColumn.T_1, JournalColumn.AMOUNT, JournalColumn.ID)
                .columnList())
        .containsExactly(JournalColumn.ID, JournalColumn.AMOUNT, JournalColumn.T_1);
    assertThat(JournalQuery.entriesForTotals(DAY).columnList())
        .containsExactly(JournalColumn.ACC_DEBIT, JournalColumn.ACC_CREDIT, JournalColumn.AMOUNT);
  }

  @Test
  void isNotChangedByWhatItWasMadeOf() {
    var columns = EnumSet.of(JournalColumn.ID);
    var query = JournalQuery.entries(DAY).select(columns);
    columns.add(JournalColumn.AMOUNT);
    assertThat(query.columns()).containsExactly(JournalColumn.ID);
    assertThatThrownBy(() -> query.columns().add(JournalColumn.AMOUNT))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void takesYears1To9999() {
    assertThat(JournalQuery.entries(LocalDate.of(1, 1, 1)).day()).hasYear(1);
    assertThat(JournalQuery.entries(LocalDate.of(9999, 12, 31)).day()).hasYear(9999);
    assertRefused(
        "day must be in the years 1 to 9999, not 0000-12-31",
        () -> JournalQuery.entries(LocalDate.of(0, 12, 31)));
    assertRefused(
        "day must be in the years 1 to 9999, not +10000-01-01",
        () -> JournalQuery.entries(LocalDate.of(10_000, 1, 1)));
  }

  @Test
  void refusesColumnsThatTheGrainDoesNotHave() {
    assertRefused(
        "columns must name at least one column", () -> JournalQuery.entries(DAY).select(Set.of()));
    assertRefused(
        "columns must be of [ACC_DEBIT, ACC_CREDIT, TOTAL_AMOUNT, ENTRY_COUNT], not [AMOUNT]",
        () -> JournalQuery.accountPairs(DAY).select(JournalColumn.AMOUNT));
  }

  @Test
  void refusesATimeoutOfNothing() {
    assertRefused(
        "timeout must be more than zero, not PT0S",
        () -> JournalQuery.entries(DAY).within(Duration.ZERO));
    assertRefused(
        "timeout must be more than zero, not PT-1S",
        () -> JournalQuery.entries(DAY).within(Duration.ofSeconds(-1)));
  }

  @Test
  void takesPicturesOfAnyAgeUnlessToldOtherwise() {
    assertThat(JournalQuery.entries(DAY).maxAge()).isNull();
    var query = JournalQuery.entries(DAY).noOlderThan(Duration.ofHours(1));
    assertThat(query.select(JournalColumn.ID).within(Duration.ofSeconds(1)).maxAge())
        .isEqualTo(Duration.ofHours(1));
    assertRefused(
        "maxAge must be more than zero, not PT0S",
        () -> JournalQuery.entries(DAY).noOlderThan(Duration.ZERO));
  }
}
