package dev.ledgerload.columnar;

import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Fixed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnSpecTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "18, 2", "38, 0", "38, 38"})
  void acceptsWhatADecimal128Holds(int precision, int scale) {
    assertThat(new ColumnSpec(AMOUNT, precision, scale).digits().scale()).isEqualTo(scale);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "39, 2", "77, 0", "5, 6", "5, -1"})
  void refusesWhatADecimal128CannotHold(int precision, int scale) {
    assertThatThrownBy(() -> new ColumnSpec(AMOUNT, precision, scale))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%d".formatted(precision));
  }

  @Test
  void refusesDigitsForAColumnWithout() {
    assertThatThrownBy(() -> new ColumnSpec(ID, Fixed.INT64, true, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }
}
