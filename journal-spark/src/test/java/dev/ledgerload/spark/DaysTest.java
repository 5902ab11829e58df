package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DaysTest {
  private static final LocalDate BEGIN = LocalDate.of(2026, 2, 20);

  @Test
  void joinsDaysThatLieSideBySide() {
    var days = Days.of(BEGIN).or(Days.of(BEGIN.plusDays(2))).or(Days.of(BEGIN.plusDays(1)));
    assertThat(days).isEqualTo(Days.between(BEGIN, BEGIN.plusDays(2)));
    assertThat(days.count()).isEqualTo(3);
  }

  @Test
  void aRangeThatEndsBeforeItBeginsHasNone() {
    assertThat(Days.between(BEGIN, BEGIN.minusDays(1)).list()).isEmpty();
    assertThat(Days.from(LocalDate.of(10_000, 1, 1)).list()).isEmpty();
    assertThat(Days.of(LocalDate.of(0, 1, 1)).list()).isEmpty();
  }

  @Test
  void knowsWhichEndIsOpen() {
    assertThat(Days.from(BEGIN).isOpenAtEnd()).isTrue();
    assertThat(Days.from(BEGIN).isOpenAtBegin()).isFalse();
    assertThat(Days.until(BEGIN).isOpenAtBegin()).isTrue();
    assertThat(Days.from(BEGIN).and(Days.until(BEGIN.plusDays(3))).count()).isEqualTo(4);
    assertThat(Days.NONE.isOpenAtEnd()).isFalse();
  }

  @Test
  void andAndOrAreThoseOfSets() {
    var random = new Random(1);
    for (int i = 0; i < 500; i++) {
      var some = some(random);
      var others = some(random);
      var both = new TreeSet<>(some.list());
      both.retainAll(others.list());
      assertThat(some.and(others).list()).isEqualTo(List.copyOf(both));
      var either = new TreeSet<>(some.list());
      either.addAll(others.list());
      assertThat(some.or(others).list()).isEqualTo(List.copyOf(either));
      assertThat(some.or(others).count()).isEqualTo(either.size());
    }
  }

  private static Days some(Random random) {
    var days = Days.NONE;
    for (int i = random.nextInt(4); i > 0; i--) {
      var first = BEGIN.plusDays(random.nextInt(20));
      days = days.or(Days.between(first, first.plusDays(random.nextInt(5))));
    }
    return days;
  }

  @Test
  void namesItsSpans() {
    assertThat(Days.of(BEGIN).or(Days.from(BEGIN.plusDays(5))).toString())
        .isEqualTo("2026-02-20, 2026-02-25 to the last");
    assertThat(Days.NONE.toString()).isEqualTo("no day");
  }
}
