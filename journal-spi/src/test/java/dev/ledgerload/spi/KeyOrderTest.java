package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyOrderTest {
  private static ByteBuffer bytes(int... values) {
    var buffer = ByteBuffer.allocate(values.length + 1).position(1);
    for (int i = 0; i < values.length; i++) {
      buffer.put(i + 1, (byte) values[i]);
    }
    return buffer.asReadOnlyBuffer();
  }

  /** Values of each class, in order. */
  static Stream<List<@Nullable Object>> orders() {
    return Stream.of(
        Arrays.asList(false, true, null),
        Arrays.asList(Short.MIN_VALUE, (short) -1, (short) 0, Short.MAX_VALUE, null),
        Arrays.asList(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE, null),
        Arrays.asList(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE, null),
        Arrays.asList(
            new BigDecimal("-10.00"), new BigDecimal("-9.00"), new BigDecimal("9.00"), null),
        Arrays.asList(LocalDate.of(-44, 3, 15), LocalDate.EPOCH, LocalDate.of(10_000, 1, 1), null),
        Arrays.asList(LocalTime.MIDNIGHT, LocalTime.NOON, null),
        Arrays.asList(LocalDateTime.MIN, LocalDate.EPOCH.atStartOfDay(), LocalDateTime.MAX, null),
        Arrays.asList(Instant.EPOCH.minusNanos(1000), Instant.EPOCH, Instant.MAX, null),
        Arrays.asList(
            new UUID(0, 1),
            new UUID(0, -1),
            new UUID(1, 0),
            new UUID(Long.MAX_VALUE, 0),
            new UUID(Long.MIN_VALUE, 0),
            new UUID(-1, 0),
            null),
        Arrays.asList(
            bytes(), bytes(0), bytes(0, 0), bytes(1), bytes(127, 9), bytes(128), bytes(255), null),
        Arrays.asList(
            "", "\u0001", "A", "Z", "a", "a ", "aa", "a\uFFFD", "a\uD83D\uDE00", "ß", "é", null),
        Arrays.asList("\uD7FF", "\uE000", "\uFFFF", "\uD800\uDC00", "\uDBFF\uDFFF", null));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void ordersByValueWithNullLast(List<@Nullable Object> inOrder) {
    List<@Nullable Object> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(KeyOrder::compare);
    assertThat(shuffled).isEqualTo(inOrder);
    for (var value : inOrder) {
      assertThat(KeyOrder.compare(value, value)).isZero();
    }
  }

  @Test
  void ordersTextsAsTheirBytes() {
    var random = new Random(7);
    int[] units = {'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    for (int i = 0; i < 10_000; i++) {
      var left = text(random, units);
      var right = text(random, units);
      assertThat(Integer.signum(KeyOrder.compare(left, right)))
          .isEqualTo(
              Integer.signum(Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8))));
    }
  }

  private static String text(Random random, int[] units) {
    var text = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      text.appendCodePoint(units[random.nextInt(units.length)]);
    }
    return text.toString();
  }

  @Test
  void leavesBytesAsTheyWere() {
    var bytes = bytes(1, 2);
    KeyOrder.compare(bytes, bytes(1, 3));
    assertThat(bytes).isEqualTo(bytes(1, 2));
  }

  @Test
  void refusesValuesOfTwoClasses() {
    assertThatThrownBy(() -> KeyOrder.compare("1", 1)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> KeyOrder.compare(1, 1L)).isInstanceOf(ClassCastException.class);
  }
}
