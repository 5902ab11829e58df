package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.numeric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NUMERIC to Decimal128, against BigDecimal. */
class DecimalWriterTest extends ColumnarTest {
  private static final int NAN = 0xC000;
  private static final int POSITIVE_INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.01",
        "-0.01",
        "1",
        "-1",
        "0.10",
        "9999",
        "10000",
        "9999.99",
        "10000.01",
        "99999999",
        "100000000",
        "1234567890123.45",
        "-1234567890123.45",
        "9999999999999999.99",
        "0.0001",
        "0.00010000",
        "12345678.9",
        "100000000000000000000",
        "100000000000000000000000000000.01",
        "922337203685477580.7",
        "922337203685477580.8",
        "-922337203685477580.8",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "340282366920938463463374607431.76"
      })
  void readsWhatTheServerSends(String text) {
    var value = new BigDecimal(text);

    assertThat(decoded(38, 8, numeric(value))).isEqualByComparingTo(value);
  }

  @Test
  void keepsTheColumnsScaleInWhatItReads() {
    assertThat(decoded(12, 4, numeric(new BigDecimal("2.5")))).isEqualTo(new BigDecimal("2.5000"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 18, 19, 20, 21, 28, 36, 37, 38})
  void readsRandomNumbersOfEveryScale(int precision) {
    var random = new Random(precision);
    for (int scale = 0; scale <= precision; scale++) {
      List<BigDecimal> values = new ArrayList<>();
      List<byte[]> cells = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        var value = new BigDecimal(randomUnscaled(random, precision), scale);
        values.add(value);
        cells.add(encodedSomehow(random, value));
      }

      try (var table = column(amount(precision, scale), cells)) {
        assertThat(JournalEntry.of(table).stream().map(JournalEntry::amount))
            .as("numeric(%d,%d)", precision, scale)
            .isEqualTo(values);
      }
    }
  }

  /** Up to 10^precision - 1, with the edges of powers of ten and two more often than chance. */
  private static BigInteger randomUnscaled(Random random, int precision) {
    var limit = BigInteger.TEN.pow(precision);
    var value =
        switch (random.nextInt(4)) {
          case 0 -> BigInteger.TEN.pow(random.nextInt(precision + 1));
          case 1 -> BigInteger.TWO.pow(random.nextInt(127));
          default -> new BigInteger(1 + random.nextInt(127), random);
        };
    value = value.add(BigInteger.valueOf(random.nextInt(3) - 1)).abs().mod(limit);
    return random.nextBoolean() ? value : value.negate();
  }

  private static byte[] encodedSomehow(Random random, BigDecimal value) {
    return random.nextInt(3) > 0
        ? numeric(value)
        : numeric(value, random.nextInt(3), random.nextInt(3), value.scale() + random.nextInt(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 15, 16, 17, 18, 19, 20, 37, 38})
  void readsTheLargestNumberOfAPrecision(int precision) {
    for (int scale = 0; scale <= precision; scale++) {
      var largest = new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
      assertThat(decoded(precision, scale, numeric(largest)))
          .as("numeric(%d,%d)", precision, scale)
          .isEqualTo(largest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 15, 16, 17, 18, 19, 20, 37, 38})
  void refusesTheNextLargerNumber(int precision) {
    for (int scale = 0; scale <= precision; scale++) {
      var tooLarge = new BigDecimal(BigInteger.TEN.pow(precision).negate(), scale);
      assertRefused(
          precision,
          scale,
          numeric(tooLarge),
          "has more than %d digits before the point".formatted(precision - scale));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 17, 18, 19, 20, 37})
  void refusesADigitMoreThanTheScaleHolds(int scale) {
    assertRefused(
        38,
        scale,
        numeric(new BigDecimal(BigInteger.valueOf(-11), scale + 1)),
        "has more than %d digits after the point".formatted(scale));
  }

  @Test
  void takesTrailingZerosBeyondTheScaleForNothing() {
    assertThat(decoded(5, 2, numeric(new BigDecimal("1.2500000000"), 0, 2, 10)))
        .isEqualTo(new BigDecimal("1.25"));
  }

  @Test
  void takesTheDigitsForTheValueWhateverTheDisplayScale() {
    assertThat(decoded(5, 2, numeric(0, Cells.POSITIVE, 0, 1, 2500)))
        .isEqualTo(new BigDecimal("1.25"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 0", "-7, 0", "0, 1", "30, 1", "-30, 1", "32767, 4", "-32768, 4", "0, 9"})
  void readsZeroOfAnyWeight(int weight, int zeroDigits) {
    assertThat(decoded(10, 2, numeric(weight, Cells.POSITIVE, 0, new int[zeroDigits])))
        .isEqualTo(new BigDecimal("0.00"));
  }

  @Test
  void readsNegativeZeroAsZero() {
    assertThat(decoded(10, 2, numeric(0, Cells.NEGATIVE, 0, 0))).isEqualTo(new BigDecimal("0.00"));
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "5, 4", "8, 9", "100, 1", "32767, 1"})
  void refusesWeightsBeyondThePrecision(int weight, int digits) {
    int[] ones = new int[digits];
    Arrays.fill(ones, 1);
    assertRefused(
        10, 2, numeric(weight, Cells.POSITIVE, 0, ones), "has more than 8 digits before the point");
  }

  @ParameterizedTest
  @CsvSource({"-2, 1", "-6, 1", "-40, 5", "-32768, 1", "-32768, 9"})
  void refusesWeightsBehindTheScale(int weight, int digits) {
    int[] ones = new int[digits];
    Arrays.fill(ones, 1);
    assertRefused(
        10, 2, numeric(weight, Cells.POSITIVE, 0, ones), "has more than 2 digits after the point");
  }

  @Tag("volume")
  @Test
  void refusesANumberOfAsManyDigitsAsTheFormatAllows() {
    int[] nines = new int[Short.MAX_VALUE];
    Arrays.fill(nines, 9999);
    assertRefused(
        38, 10, numeric(37, Cells.POSITIVE, 0, nines), "has more than 10 digits after the point");
  }

  @Test
  void refusesNan() {
    assertRefused(18, 2, numeric(0, NAN, 0), "is NaN");
  }

  @Test
  void refusesInfinity() {
    assertRefused(18, 2, numeric(0, POSITIVE_INFINITY, 0x20), "is Infinity");
  }

  @Test
  void refusesNegativeInfinity() {
    assertRefused(18, 2, numeric(0, NEGATIVE_INFINITY, 0x20), "is -Infinity");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0001, 0x4001, 0x8000, 0xE000, 0xFFFF})
  void refusesAnUnknownSign(int sign) {
    assertRefused(
        18, 2, numeric(0, sign, 2, 1), "has sign word " + sign + ", which no numeric has");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7})
  void refusesLessThanAHeader(int bytes) {
    assertRefused(18, 2, new byte[bytes], "has " + bytes + " bytes, which don't make a numeric");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 11, 12, 13, 40})
  void refusesAnotherLengthThanItsDigitsNeed(int bytes) {
    var one = numeric(0, Cells.POSITIVE, 0, 1);
    assertRefused(
        18, 2, Arrays.copyOf(one, bytes), "has " + bytes + " bytes, which don't make a numeric");
  }

  @Test
  void refusesANegativeNumberOfDigits() {
    var cell = numeric(0, Cells.POSITIVE, 0);
    cell[0] = (byte) 0xFF;
    cell[1] = (byte) 0xFF;
    assertRefused(18, 2, cell, "has 8 bytes, which don't make a numeric");
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 0x7FFF, 0x8000, 0xFFFF, 0xD8F0})
  void refusesADigitOutOfRangeWhereverItStands(int digit) {
    for (int count = 1; count <= 6; count++) {
      for (int place = 0; place < count; place++) {
        int[] digits = new int[count];
        Arrays.fill(digits, 1);
        digits[place] = digit;
        assertRefused(
            38,
            8,
            numeric(count - 1, Cells.POSITIVE, 0, digits),
            "has digit word " + digit + ", which no numeric has");
      }
    }
  }

  @Test
  void refusesDigitsOutOfRangeThatWouldCancelOut() {
    assertRefused(
        18,
        2,
        numeric(1, Cells.POSITIVE, 0, 1, -10_000),
        "has digit word 55536, which no numeric has");
  }

  @Test
  void keepsNullApartFromZero() {
    List<byte[]> cells = new ArrayList<>();
    cells.add(numeric(BigDecimal.ZERO));
    cells.add(Cells.NULL);
    try (var table = column(amount(18, 2), cells)) {
      assertThat(JournalEntry.of(table).stream().map(JournalEntry::amount))
          .containsExactly(new BigDecimal("0.00"), null);
    }
  }

  @Test
  void namesTheEntryByItsPosition() {
    List<byte[]> cells = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      cells.add(numeric(BigDecimal.valueOf(i)));
    }
    cells.add(numeric(0, NAN, 0));

    assertThatThrownBy(() -> column(amount(18, 2), cells))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("amount of entry 1501 is NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "38, 10, 0.12345678901, 38, 11",
    "38, 10, 12345678901234567890123456789, 38, 9",
    "38, 10, 12345678901234567890123456789.5, 38, 9",
    "5, 2, 12345.67, 38, 2",
    "5, 2, 1e37, 38, 0",
    "5, 2, 0.001, 38, 3",
    "5, 0, 1e-38, 38, 38"
  })
  void saysWhichDigitsWouldDoWhereTheyWereAssumed(
      int precision, int scale, BigDecimal amount, int better, int betterScale) {
    var assumed = assumed(precision, scale);
    assertThatThrownBy(() -> column(assumed, List.of(numeric(amount))))
        .isInstanceOfSatisfying(
            AssumedDigitsException.class,
            e -> {
              assertThat(e.precision()).isEqualTo(better);
              assertThat(e.scale()).isEqualTo(betterScale);
              var spec = assumed(e.precision(), e.scale());
              try (var table = column(spec, List.of(numeric(amount)))) {
                assertThat(JournalEntry.of(table).get(0).amount()).isEqualByComparingTo(amount);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e38", "1e-39", "12345678901234567890123456789.1234567891", "1e200"})
  void isCorruptWhereNoDigitsWouldDo(BigDecimal amount) {
    var assumed = assumed(38, 10);
    assertThatThrownBy(() -> column(assumed, List.of(numeric(amount))))
        .isExactlyInstanceOf(CorruptValueException.class);
    var declared = new ColumnSpec(GlEntries.AMOUNT, 18, 2);
    assertThatThrownBy(() -> column(declared, List.of(numeric(new BigDecimal("0.001")))))
        .isExactlyInstanceOf(CorruptValueException.class);
  }

  private static ColumnSpec assumed(int precision, int scale) {
    return new ColumnSpec(GlEntries.AMOUNT, new Decimal(precision, scale), true, false);
  }

  private BigDecimal decoded(int precision, int scale, byte[] cell) {
    try (var table = column(amount(precision, scale), List.of(cell))) {
      return Objects.requireNonNull(JournalEntry.of(table).get(0).amount());
    }
  }

  private void assertRefused(int precision, int scale, byte[] cell, String problem) {
    assertThatThrownBy(() -> column(amount(precision, scale), List.of(cell)))
        .as("numeric(%d,%d)", precision, scale)
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("amount of entry 1 " + problem);
  }
}
