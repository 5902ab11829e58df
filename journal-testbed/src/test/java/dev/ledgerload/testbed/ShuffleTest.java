package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 17, 1000, 4096, 4097, 70_001})
  void hasEachNumberOnce(long size) {
    var shuffle = new Shuffle(size, 42);
    assertThat(LongStream.range(0, size).map(shuffle::at).sorted().toArray())
        .containsExactly(LongStream.range(0, size).toArray());
  }

  @Test
  void spreadsEachTenthOverAllTenths() {
    var shuffle = new Shuffle(100_000, 42);
    for (int tenth = 0; tenth < 10; tenth++) {
      var found = new int[10];
      LongStream.range(tenth * 10_000L, (tenth + 1) * 10_000L)
          .forEach(place -> found[(int) (shuffle.at(place) / 10_000)]++);
      for (int count : found) {
        assertThat(count).isBetween(850, 1150); // 5 standard deviations
      }
    }
  }

  @Test
  void isAnotherForAnotherKey() {
    var one = new Shuffle(1000, 42);
    var other = new Shuffle(1000, 43);
    assertThat(LongStream.range(0, 1000).filter(place -> one.at(place) == other.at(place)).count())
        .isLessThan(20);
  }
}
