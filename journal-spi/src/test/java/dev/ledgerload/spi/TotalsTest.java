package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TotalsTest {
  private static Group group(@Nullable String sum, @Nullable Object... keys) {
    return new Group(
        Arrays.asList(keys), Arrays.asList(sum == null ? null : new BigDecimal(sum)), 1);
  }

  @Test
  void ranksByFallingFirstSumThenByEachKeyWithNullLast() {
    var inOrder =
        List.of(
            group("10.00", "b", 2),
            group("9.00", "a", 7),
            group("9.00", "a", 10),
            group("9.00", "a", null),
            group("9.00", "b", 1),
            group("9.00", null, 1),
            group("0.00", "a", 1),
            group("-1.00", "a", 1),
            group(null, "a", 1),
            group(null, "b", 1));
    List<Group> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(Totals.ORDER);
    assertThat(shuffled).isEqualTo(inOrder);
  }

  @Test
  void keepsWhatItWasGiven() {
    List<@Nullable Object> keys = new ArrayList<>(Arrays.asList("a", null));
    List<@Nullable BigDecimal> sums = new ArrayList<>(Arrays.asList(BigDecimal.ONE, null));
    var group = new Group(keys, sums, 3);
    List<Group> groups = new ArrayList<>(List.of(group));
    var totals = new Totals(LocalDate.EPOCH, groups);
    keys.set(0, "b");
    sums.clear();
    groups.clear();

    assertThat(totals.groups()).containsExactly(group);
    assertThat(group.keys()).containsExactly("a", null);
    assertThat(group.sums()).containsExactly(BigDecimal.ONE, null);
    assertThatThrownBy(() -> group.keys().set(0, "b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> group.sums().set(1, BigDecimal.TEN))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void tellsGroupsApartByEachPart() {
    assertThat(group("1.00", "a")).isEqualTo(group("1.00", "a"));
    assertThat(group("1.00", "a"))
        .isNotEqualTo(group("1.0", "a"))
        .isNotEqualTo(group("1.00", "b"))
        .isNotEqualTo(group(null, "a"))
        .isNotEqualTo(new Group(List.of("a"), List.of(new BigDecimal("1.00")), 2));
  }
}
