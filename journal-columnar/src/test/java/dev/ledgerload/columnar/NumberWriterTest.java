package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.int8;
import static dev.ledgerload.spi.GlEntries.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberWriterTest extends ColumnarTest {
  /** Of which the server's own count is told: {@code datatype/timestamp.h}, MIN_TIMESTAMP. */
  @ParameterizedTest
  @CsvSource({
    "-211813488000000000, -4713-11-24T00:00:00",
    "-946684800000001, 1969-12-31T23:59:59.999999",
    "-1, 1999-12-31T23:59:59.999999",
    "0, 2000-01-01T00:00:00",
    "9222425352054775807, +294247-01-10T04:00:54.775807"
  })
  void readsTimestampsUpToTheirLimits(long micros, String text) {
    try (var table = column(new ColumnSpec(ID, Fixed.TIMESTAMP), List.of(int8(micros)))) {
      assertThat(only(table)).isEqualTo(LocalDateTime.parse(text));
    }
    try (var table = column(new ColumnSpec(ID, Fixed.TIMESTAMP_UTC), List.of(int8(micros)))) {
      assertThat(only(table)).isEqualTo(Instant.parse(text + "Z"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9223372036854775807  | is infinity",
        "-9223372036854775808 | is -infinity",
        "9222425352054775808  | is 9222425352054775808 microseconds from 2000-01-01, which is more"
            + " of them from 1970-01-01 than 64 bits hold",
        "-211813488000000001  | is -211813488000000001 microseconds from 2000-01-01, which no"
            + " timestamp is"
      })
  void refusesTimestampsThatCannotBeHeld(long micros, String problem) {
    for (var type : List.of(Fixed.TIMESTAMP, Fixed.TIMESTAMP_UTC)) {
      assertRefused(type, micros, problem);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 00:00:00", "1, 00:00:00.000001", "86399999999, 23:59:59.999999"})
  void readsTimesUpToTheirLimits(long micros, String text) {
    try (var table = column(new ColumnSpec(ID, Fixed.TIME), List.of(int8(micros)))) {
      assertThat(only(table)).isEqualTo(LocalTime.parse(text));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "86400000000 | is 24:00:00, which is no time of that day",
        "86400000001 | is 86400000001 microseconds from midnight, which no time is",
        "-1          | is -1 microseconds from midnight, which no time is"
      })
  void refusesTimesThatCannotBeHeld(long micros, String problem) {
    assertRefused(Fixed.TIME, micros, problem);
  }

  /** Whose difference from the lowest has too many bits, so that they're looked at once more. */
  @Test
  void readsTimestampsOfTheFarFutureAmongNulls() {
    var far = int8(Long.MAX_VALUE - 1_000_000_000_000_000L);
    try (var table =
        column(new ColumnSpec(ID, Fixed.TIMESTAMP), List.of(Cells.NULL, far, Cells.NULL))) {
      assertThat(table.batches().get(0).getVector(0).getNullCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT16, 32768", "INT16, -32769", "INT32, 2147483648", "INT32, -2147483649"})
  void refusesJavasIntegersThatAreTooLong(Fixed type, long value) {
    var noun = type == Fixed.INT16 ? "smallint" : "integer";
    assertRefusedOfJava(type, value, "is %d, which no %s is".formatted(value, noun));
  }

  @Test
  void takesAnyOfJavasIntegers() {
    try (var builder = builder(Fixed.INT16)) {
      var part = builder.addPart();
      for (Object value : List.of((short) 7, 7, 7L)) {
        part.append(new Object[] {value});
      }
      try (var table = builder.finish(snapshot())) {
        for (var rows = table.cursor(); rows.next(); ) {
          assertThat(rows.getObject(ID)).isEqualTo((short) 7);
        }
      }
    }
  }

  @Test
  void refusesPartsOfMicroseconds() {
    assertRefusedOfJava(
        Fixed.TIME,
        LocalTime.MAX,
        "is 23:59:59.999999999, which is no whole number of microseconds");
    assertRefusedOfJava(
        Fixed.TIMESTAMP_UTC,
        Instant.ofEpochSecond(0, 1),
        "is 1970-01-01T00:00:00.000000001Z, which is no whole number of microseconds");
  }

  @Test
  void refusesMomentsTooFarAway() {
    assertRefusedOfJava(
        Fixed.TIMESTAMP_UTC,
        Instant.MAX.truncatedTo(ChronoUnit.SECONDS),
        "is +1000000000-12-31T23:59:59Z, which is more microseconds from 1970-01-01 than 64 bits"
            + " hold");
  }

  @ParameterizedTest
  @EnumSource(names = {"BOOLEAN", "INT64", "DATE", "UUID"})
  void leavesOtherTypesToTheirWriters(Fixed type) {
    assertThatThrownBy(() -> new NumberWriter(allocator, "id", type))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static @Nullable Object only(JournalTable table) {
    var rows = table.cursor();
    assertThat(rows.next()).isTrue();
    return rows.getObject(ID);
  }

  private void assertRefused(Fixed type, long micros, String problem) {
    assertThatThrownBy(() -> column(new ColumnSpec(ID, type), List.of(int8(1), int8(micros))))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("id of entry 2 " + problem);
  }

  private void assertRefusedOfJava(Fixed type, Object value, String problem) {
    try (var builder = builder(type)) {
      var part = builder.addPart();
      part.append(new Object[] {null});
      assertThatThrownBy(() -> part.append(new Object[] {value}))
          .isInstanceOf(CorruptValueException.class)
          .hasMessage("id of entry 2 " + problem);
    }
  }

  private JournalTableBuilder builder(Fixed type) {
    return new JournalTableBuilder(
        allocator, JournalSchema.GL_ENTRIES, List.of(new ColumnSpec(ID, type)));
  }
}
