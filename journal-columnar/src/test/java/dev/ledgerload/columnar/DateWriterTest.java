package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.date;
import static dev.ledgerload.columnar.Cells.int4;
import static dev.ledgerload.spi.GlEntries.TRX_DATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateWriterTest extends ColumnarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2000-01-01",
        "1999-12-31",
        "1970-01-01",
        "1969-12-31",
        "2026-03-31",
        "0001-01-01",
        "-4713-11-24",
        "+5874897-12-31",
        "2000-02-29"
      })
  void readsEveryDayThatTheServerHas(String text) {
    var day = LocalDate.parse(text);

    assertThat(days(List.of(date(day)))).containsExactly(day);
  }

  @Test
  void keepsNullApartFromTheFirstDay() {
    List<byte[]> cells = new ArrayList<>();
    cells.add(date(LocalDate.EPOCH));
    cells.add(Cells.NULL);

    assertThat(days(cells)).containsExactly(LocalDate.EPOCH, null);
  }

  @ParameterizedTest
  @CsvSource({"2147483647, is infinity", "-2147483648, is -infinity"})
  void refusesInfinity(int days, String problem) {
    assertRefused(int4(days), problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_145_031_949, -2_451_546, Integer.MAX_VALUE - 1, Integer.MIN_VALUE + 1})
  void refusesADayThatTheServerHasNot(int days) {
    assertRefused(int4(days), "is " + days + " days from 2000-01-01, which no date is");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8})
  void refusesOtherLengths(int bytes) {
    assertRefused(new byte[bytes], "has " + bytes + " bytes, which no date has");
  }

  @Test
  void refusesADayThatHasNoPlaceInDate32() {
    try (var builder =
        new JournalTableBuilder(
            allocator, JournalSchema.GL_ENTRIES, List.of(ColumnSpec.of(TRX_DATE)))) {
      var part = builder.addPart();
      assertThatThrownBy(() -> part.append(new Object[] {LocalDate.MAX}))
          .isInstanceOf(CorruptValueException.class)
          .hasMessage(
              "trx_date of entry 1 is +999999999-12-31, which is more days from 1970-01-01 than 32"
                  + " bits hold");
    }
  }

  private void assertRefused(byte[] cell, String problem) {
    assertThatThrownBy(() -> days(List.of(cell)))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("trx_date of entry 1 " + problem);
  }

  private List<LocalDate> days(List<byte[]> cells) {
    try (var table = column(ColumnSpec.of(TRX_DATE), cells)) {
      return JournalEntry.of(table).stream().map(JournalEntry::trxDate).toList();
    }
  }
}
