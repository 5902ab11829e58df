package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DayPagesTest {
  private static List<Long> pages(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static List<Long> with(List<Long> pages, Long... more) {
    return Stream.concat(pages.stream(), Stream.of(more)).toList();
  }

  @Test
  void reachFromTheFirstRowsToTheLast() {
    var day = DayPages.ofEnds(pages(100, 110), pages(990, 999));

    assertThat(day.first()).isEqualTo(100);
    assertThat(day.end()).isEqualTo(1000);
    assertThat(day.cuts(List.of(0.25, 0.5))).containsExactly(325L, 550L);
  }

  @Test
  void areTheSameByAnIndexThatDescends() {
    assertThat(DayPages.ofEnds(pages(990, 999), pages(100, 110)))
        .isEqualTo(DayPages.ofEnds(pages(100, 110), pages(990, 999)));
  }

  @Test
  void leaveOutAFewThatLieFarFromAllOthers() {
    var day =
        DayPages.ofEnds(
            with(pages(10_000, 10_010), 7L), with(pages(11_000, 11_009), 90_000L, 90_001L));

    assertThat(day.edges()).containsExactly(10_000L, 11_010L);
  }

  @Test
  void keepThoseThatLieNotFarFromTheOthers() {
    var day = DayPages.ofEnds(with(pages(10_000, 10_010), 9_900L), pages(11_000, 11_009));

    assertThat(day.first()).isEqualTo(9_900);
  }

  /** An index of the day and something else. */
  @Test
  void areQuantilesWhereAnIndexHasNoOrderOfPlaces() {
    List<Long> mixed = new ArrayList<>(pages(0, 99));
    mixed.addAll(Collections.nCopies(100, 500L));
    Collections.shuffle(mixed, new Random(1));

    var day = DayPages.ofEnds(mixed.subList(0, 100), mixed.subList(100, 200));

    assertThat(day.first()).isZero();
    assertThat(day.end()).isEqualTo(501);
    assertThat(day.cuts(List.of(0.25))).containsExactly(50L);
  }

  @Test
  void areCutOnceWhereManyRowsLieOnOnePage() {
    assertThat(DayPages.ofSample(List.of(7L)).cuts(List.of(0.2, 0.5, 0.9))).isEmpty();
    assertThat(DayPages.ofSample(List.of(7L, 7L, 7L, 9L)).cuts(List.of(0.2, 0.4, 0.8)))
        .containsExactly(9L);
  }
}
