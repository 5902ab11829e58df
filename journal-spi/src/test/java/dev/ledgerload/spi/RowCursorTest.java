package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCursorTest {
  private static final Map<ColumnType, List<Object>> VALUES = values();

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeft() {
    allocator.close();
  }

  /** Two values of each type: ordinary ones, and those at an end of what can be held. */
  private static Map<ColumnType, List<Object>> values() {
    Map<ColumnType, List<Object>> values = new LinkedHashMap<>();
    values.put(Fixed.BOOLEAN, List.of(true, false));
    values.put(Fixed.INT16, List.of((short) -7, Short.MAX_VALUE));
    values.put(Fixed.INT32, List.of(-7, Integer.MIN_VALUE));
    values.put(Fixed.INT64, List.of(-7L, Long.MIN_VALUE));
    values.put(Fixed.FLOAT32, List.of(0.1f, Float.NaN));
    values.put(Fixed.FLOAT64, List.of(0.1, Double.NEGATIVE_INFINITY));
    values.put(Fixed.DATE, List.of(TestTable.DAY, LocalDate.of(-4712, 1, 1)));
    values.put(Fixed.TIME, List.of(LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000)));
    values.put(
        Fixed.TIMESTAMP,
        List.of(
            LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000),
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000)));
    values.put(
        Fixed.TIMESTAMP_UTC,
        List.of(
            Instant.parse("2026-03-29T01:00:00.000001Z"),
            Instant.parse("-4712-01-01T00:00:00.999999Z")));
    values.put(
        Fixed.UUID,
        List.of(UUID.fromString("01234567-89ab-cdef-8123-456789abcdef"), new UUID(-1L, -2L)));
    values.put(Variable.TEXT, List.of("é€𝄞", ""));
    values.put(Variable.JSON, List.of("{\"a\": 1}", "null"));
    values.put(Variable.BYTES, List.of(new byte[] {0, -1}, new byte[0]));
    values.put(
        new Decimal(18, 2),
        List.of(new BigDecimal("12.50"), new BigDecimal("-9999999999999999.99")));
    values.put(
        new Decimal(76, 3),
        List.of(new BigDecimal("0.001"), new BigDecimal("-" + "9".repeat(73) + ".999")));
    values.put(new Code(Fixed.BOOLEAN), List.of(true, false));
    values.put(new Code(Fixed.INT32), List.of(1000, -1));
    values.put(new Code(Fixed.INT64), List.of(1000L, Long.MIN_VALUE));
    values.put(new Code(Fixed.DATE), List.of(TestTable.DAY, TestTable.DAY.plusDays(1)));
    values.put(new Code(Fixed.UUID), List.of(new UUID(1, 2), new UUID(3, 4)));
    values.put(new Code(Variable.TEXT), List.of("1000", ""));
    values.put(
        new Code(Variable.BYTES),
        List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[0])));
    values.put(
        new Code(new Decimal(10, 2)), List.of(new BigDecimal("1.10"), new BigDecimal("0.00")));
    return values;
  }

  private static String name(ColumnType type) {
    return type.toString().replace(',', ' ');
  }

  private static JournalSchema schema() {
    var names = VALUES.keySet().stream().map(RowCursorTest::name).toArray(String[]::new);
    return JournalSchema.of("t")
        .day(name(Fixed.DATE))
        .keys(name(new Code(Variable.TEXT)))
        .measures(name(new Decimal(18, 2)))
        .columns(names)
        .build();
  }

  private static Column column(ColumnType type) {
    return schema().column(name(type));
  }

  /**
   * Rows of the first values, of the second, and of NULLs, in two batches with an empty between.
   */
  private JournalTable table() {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    VALUES.keySet().forEach(type -> types.put(name(type), type));
    return TypedTable.open(
        allocator, schema(), types, List.of(List.of(row(0)), List.of(), List.of(row(1), nulls())));
  }

  private static List<@Nullable Object> row(int i) {
    return new ArrayList<>(VALUES.values().stream().map(values -> values.get(i)).toList());
  }

  private static List<@Nullable Object> nulls() {
    return Collections.nCopies(VALUES.size(), null);
  }

  @Test
  void givesEachValueAsAnObjectOfItsTypesClass() {
    try (var table = table()) {
      var rows = table.cursor();
      for (int row = 0; row < 2; row++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.row()).isEqualTo(row);
        for (var type : VALUES.keySet()) {
          assertThat(rows.getObject(column(type)))
              .as(name(type))
              .isInstanceOf(type.javaType())
              .isEqualTo(VALUES.get(type).get(row));
          assertThat(rows.isNull(column(type))).isFalse();
        }
      }
      assertThat(rows.next()).isTrue();
      for (var type : VALUES.keySet()) {
        assertThat(rows.getObject(column(type))).isNull();
        assertThat(rows.isNull(column(type))).isTrue();
      }
      assertThat(rows.next()).isFalse();
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void hasAGetterForEachTypeAndRefusesItForTheOthers() {
    assertFits(
        RowCursor::getBoolean, List.of(Fixed.BOOLEAN, new Code(Fixed.BOOLEAN)), "boolean", true);
    assertFits(
        RowCursor::getInt, List.of(Fixed.INT16, Fixed.INT32, new Code(Fixed.INT32)), "int", true);
    assertFits(
        RowCursor::getLong,
        List.of(
            Fixed.INT16, Fixed.INT32, Fixed.INT64, new Code(Fixed.INT32), new Code(Fixed.INT64)),
        "long",
        true);
    assertFits(RowCursor::getDouble, List.of(Fixed.FLOAT32, Fixed.FLOAT64), "double", true);
    assertFits(
        RowCursor::getDecimal,
        List.of(
            Fixed.INT16,
            Fixed.INT32,
            Fixed.INT64,
            new Code(Fixed.INT32),
            new Code(Fixed.INT64),
            new Decimal(18, 2),
            new Decimal(76, 3),
            new Code(new Decimal(10, 2))),
        "BigDecimal",
        false);
    assertFits(
        RowCursor::getString,
        List.of(Variable.TEXT, Variable.JSON, new Code(Variable.TEXT)),
        "String",
        false);
    assertFits(RowCursor::getDay, List.of(Fixed.DATE, new Code(Fixed.DATE)), "LocalDate", false);
    assertFits(RowCursor::getTime, List.of(Fixed.TIME), "LocalTime", false);
    assertFits(RowCursor::getTimestamp, List.of(Fixed.TIMESTAMP), "LocalDateTime", false);
    assertFits(RowCursor::getInstant, List.of(Fixed.TIMESTAMP_UTC), "Instant", false);
    assertFits(RowCursor::getUuid, List.of(Fixed.UUID, new Code(Fixed.UUID)), "UUID", false);
    assertFits(
        RowCursor::getBytes, List.of(Variable.BYTES, new Code(Variable.BYTES)), "byte[]", false);
  }

  private void assertFits(
      BiFunction<RowCursor, Column, @Nullable Object> getter,
      List<ColumnType> fitting,
      String wanted,
      boolean refusesNull) {
    try (var table = table()) {
      var rows = table.cursor();
      while (rows.next()) {
        for (var type : VALUES.keySet()) {
          var column = column(type);
          if (!fitting.contains(type)) {
            assertThatThrownBy(() -> getter.apply(rows, column))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                    "%s is of type %s, whose values are of %s: no %s can be got"
                        .formatted(column, type, type.javaType().getSimpleName(), wanted));
          } else if (!rows.isNull(column)) {
            assertSame(getter.apply(rows, column), VALUES.get(type).get((int) rows.row()));
          } else if (refusesNull) {
            assertThatThrownBy(() -> getter.apply(rows, column))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    column
                        + " is NULL in row 2, counted from 0: ask isNull first, or take it as an object");
          } else {
            assertThat(getter.apply(rows, column)).isNull();
          }
        }
      }
    }
  }

  private static boolean isWhole(Object got) {
    return got instanceof Long || got instanceof Integer;
  }

  private static void assertSame(@Nullable Object got, @Nullable Object value) {
    if (got instanceof BigDecimal && !(value instanceof BigDecimal)) {
      assertThat(got).isEqualTo(new BigDecimal(String.valueOf(value)));
    } else if (got instanceof byte[] bytes && value instanceof ByteBuffer key) {
      assertThat(ByteBuffer.wrap(bytes)).isEqualTo(key);
    } else if (got instanceof Number whole && value instanceof Number held && isWhole(got)) {
      assertThat(whole.longValue()).isEqualTo(held.longValue());
    } else if (value instanceof Float number) {
      assertThat(got).isEqualTo((double) number);
    } else {
      assertThat(got).isEqualTo(value);
    }
  }

  @Test
  void makesAnObjectOfEachDistinctCodeOnce() {
    var schema = JournalSchema.of("t").day("d").keys("k").measures("m").build();
    Map<String, ColumnType> types =
        Map.of("d", Fixed.DATE, "k", new Code(Fixed.UUID), "m", new Decimal(5, 2));
    List<@Nullable Object> row =
        Arrays.asList(TestTable.DAY, new UUID(1, 2), new BigDecimal("1.00"));
    try (var table =
        TypedTable.open(allocator, schema, types, List.of(List.of(row), List.of(row)))) {
      var rows = table.cursor();
      rows.next();
      var first = rows.getUuid(schema.column("k"));
      rows.next();
      assertThat(rows.getUuid(schema.column("k"))).isSameAs(first).isEqualTo(new UUID(1, 2));
    }
  }

  @Test
  void givesADictionarysValuesInTheOrderOfTheirCodes() {
    try (var table = table()) {
      for (var type : VALUES.keySet()) {
        if (type instanceof Code) {
          assertThat(table.dictionaryValues(column(type))).isEqualTo(VALUES.get(type));
        } else {
          assertThatThrownBy(() -> table.dictionaryValues(column(type)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("is no code column of");
        }
      }
      var keys = table.dictionaryValues(column(new Code(Variable.BYTES)));
      assertThat(((ByteBuffer) keys.get(0)).isReadOnly()).isTrue();
    }
  }

  @Test
  void refusesAColumnThatTheTableHasNot() {
    var other = JournalSchema.of("t").day("d").keys("k").measures("m").build();
    try (var table = table();
        var projected = table.project(schema().columns(column(Fixed.INT32)))) {
      var rows = projected.cursor();
      rows.next();
      assertThat(rows.getInt(column(Fixed.INT32))).isEqualTo(-7);
      for (var column : List.of(column(Fixed.INT64), other.column("k"))) {
        assertThatThrownBy(() -> rows.getObject(column))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(column + " is no column of [INT32]");
      }
    }
  }

  @Test
  void hasNothingToGetBeforeTheFirstRowAndBehindTheLast() {
    try (var table = table()) {
      var rows = table.cursor();
      assertThatThrownBy(() -> rows.getInt(column(Fixed.INT32)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the cursor is before the first row or behind the last");
      while (rows.next()) {
        assertThat(rows.row()).isNotNegative();
      }
      assertThatThrownBy(() -> rows.isNull(column(Fixed.INT32)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(rows::row).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isRefusedOnceItsHandleIsClosed(boolean isEntered) {
    try (var table = table()) {
      var handle = table.share();
      var rows = handle.cursor();
      if (isEntered) {
        rows.next();
      }
      handle.close();
      assertThatThrownBy(rows::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(() -> rows.getObject(column(Fixed.INT32)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(handle::cursor)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }
}
