package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class JournalQueryTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  private static void assertRefused(String message, Runnable query) {
    assertThatThrownBy(query::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void asksForAllColumnsOfItsGrainByDefault() {
    assertThat(JournalQuery.entries(DAY).columns()).isEqualTo(GlEntries.of(Grain.ENTRY));
    assertThat(JournalQuery.groups(DAY).columns()).isEqualTo(GlEntries.of(Grain.GROUP));
    assertThat(JournalQuery.entries(DAY).timeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void keepsTheColumnsInTheOrderOfTheTable() {
    assertThat(
            JournalQuery.entries(DAY)
                .select(GlEntries.T_1, GlEntries.AMOUNT, GlEntries.ID)
                .columnList())
        .containsExactly(GlEntries.ID, GlEntries.AMOUNT, GlEntries.T_1);
  }

  @Test
  void namesTheColumnsThatTotalsAreMadeOf() {
    assertThat(JournalQuery.entriesForTotals(DAY).columnList())
        .containsExactly(GlEntries.ACC_DEBIT, GlEntries.ACC_CREDIT, GlEntries.AMOUNT);
    var schema =
        JournalSchema.of("t").day("d").keys("k", "l", "m").measures("x", "y").columns("n").build();
    assertThat(JournalQuery.forTotals(schema, DAY).columnList())
        .extracting(Column::name)
        .containsExactly("k", "l", "m", "x", "y");
    var groups = JournalQuery.forTotals(schema.of(Grain.GROUP), DAY);
    assertThat(groups.grain()).isEqualTo(Grain.GROUP);
    assertThat(groups.columnList())
        .extracting(Column::name)
        .containsExactly("k", "l", "m", "total_x", "total_y", "entry_count");
  }

  @Test
  void hasColumnsThatNobodyChanges() {
    var query = JournalQuery.entries(DAY).select(GlEntries.ID);
    assertThatThrownBy(() -> query.columns().add(GlEntries.AMOUNT))
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
        "columns must name at least one column", () -> JournalQuery.entries(DAY).select());
    assertRefused(
        "columns must be of [acc_debit, acc_credit, total_amount, entry_count], not [amount]",
        () -> JournalQuery.groups(DAY).select(GlEntries.AMOUNT));
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
  void takesSnapshotsOfAnyAgeUnlessToldOtherwise() {
    assertThat(JournalQuery.entries(DAY).maxAge()).isNull();
    var query = JournalQuery.entries(DAY).noOlderThan(Duration.ofHours(1));
    assertThat(query.select(GlEntries.ID).within(Duration.ofSeconds(1)).maxAge())
        .isEqualTo(Duration.ofHours(1));
    assertRefused(
        "maxAge must be more than zero, not PT0S",
        () -> JournalQuery.entries(DAY).noOlderThan(Duration.ZERO));
  }
}
