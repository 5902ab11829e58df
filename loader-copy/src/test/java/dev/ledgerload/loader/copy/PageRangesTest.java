package dev.ledgerload.loader.copy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRangesTest {
  private static CopyTables tables;

  @BeforeAll
  static void start() {
    tables = new CopyTables("page_ranges_test");
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  /** How many ranges a place is in, for places of pages 0 to 60: the least and the most. */
  private static List<String> timesEachPlaceIsIn(List<String> ranges) {
    var sql =
        "SELECT min(times) || ' ' || max(times) FROM (SELECT %s AS times FROM (SELECT format('(%%s,%%s)', page, row)::tid AS ctid FROM generate_series(0, 60) page, generate_series(1, 2) row) p) t"
            .formatted(
                ranges.stream()
                    .map(range -> "(true%s)::int".formatted(range))
                    .collect(joining(" + ")));
    return tables.inSnapshot(snapshot -> Questions.ask(snapshot, sql).get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 50, 2",
    "10, 50, 3",
    "0, 60, 64",
    "0, 1, 2",
    "5, 7, 2",
    "60, 61, 8",
    "100, 200, 2"
  })
  void haveEachPlaceInOneOfThem(long first, long end, int streams) {
    var day = new DayPages(List.of(first, end));

    assertThat(timesEachPlaceIsIn(PageRanges.ofDay(day, streams))).containsExactly("1 1");
    assertThat(timesEachPlaceIsIn(PageRanges.ofAllPages(day, streams))).containsExactly("1 1");
  }

  @Test
  void areSmallerTheLaterTheyAreRead() {
    assertThat(PageRanges.ofDay(new DayPages(List.of(1000L, 2000L)), 2))
        .startsWith(
            " AND (ctid < '(1200,0)' OR ctid >= '(2000,0)')",
            " AND ctid >= '(1200,0)' AND ctid < '(1467,0)'",
            " AND ctid >= '(1467,0)' AND ctid < '(1644,0)'")
        .endsWith(" AND ctid >= '(1945,0)' AND ctid < '(2000,0)'");
  }

  @Test
  void areOneWhereThereIsNothingToCut() {
    assertThat(PageRanges.ofDay(new DayPages(List.of(3L, 4L)), 2)).containsExactly("");
    assertThat(PageRanges.ofAllPages(new DayPages(List.of(3L, 4L)), 2)).containsExactly("");
  }
}
