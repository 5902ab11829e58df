package dev.ledgerload.rivals;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.testbed.TableDigest;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rivals of this JVM load is the day. */
class LoadedDayTest {
  private interface Opening {
    Rival open(DayQuery query) throws Exception;
  }

  private record Case(String name, Opening opening) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> lists() {
    return Stream.of(
        new Case("hibernate", HibernateRival::new),
        new Case("jooq", JooqRival::new),
        new Case("vertx", VertxRival::new));
  }

  @Test
  void ofJdbcTemplateIsTheDay() throws Exception {
    requireTheDay(new Case("spring-jdbc", JdbcTemplateRival::new));
  }

  @Tag("processes") // each brings a framework that takes a second to start
  @ParameterizedTest
  @MethodSource("lists")
  void ofEveryLibraryIsTheDay(Case rival) throws Exception {
    requireTheDay(rival);
  }

  @Test
  void ofArrowIsTheDayAsItIs() throws Exception {
    try (var rows = new JdbcTemplateRival(SmallDay.query());
        var expected = rows.load();
        var batches = new ArrowJdbcRival(SmallDay.query());
        var day = batches.load();
        var allocator = new RootAllocator()) {
      assertThat(day.facts()).isEqualTo(expected.facts());
      assertThat(day.rows()).isEqualTo(SmallDay.ROWS);
      assertThat(day.amountType()).isEqualTo("decimal(18, 2)");
      assertThat(day.bytesOutsideTheHeap()).isGreaterThan(50L * SmallDay.ROWS);
      assertThat(day.toTable(allocator)).isNull();
    }
  }

  private static void requireTheDay(Case rival) throws Exception {
    var query = SmallDay.query();
    try (var opened = rival.opening().open(query);
        var allocator = new RootAllocator()) {
      for (int load = 0; load < 2; load++) {
        try (var day = opened.load();
            var table = day.toTable(allocator)) {
          assertThat(day.rows()).isEqualTo(SmallDay.ROWS);
          assertThat(TableDigest.of(requireNonNull(table)))
              .isEqualTo(SmallDay.oracle().digest(query.day(), GlEntries.of(Grain.ENTRY)));
        }
      }
    }
  }
}
