package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.int2;
import static dev.ledgerload.columnar.Cells.int4;
import static dev.ledgerload.columnar.Cells.int8;
import static dev.ledgerload.columnar.Cells.numeric;
import static dev.ledgerload.columnar.Cells.tuple;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for each type: random values as cells and as Java's, plain and coded, and bad cells.
 */
class EveryTypeTest extends ColumnarTest {
  private static final int ROWS = 7_000; // several blocks, none of which a byte of bits begins with
  private static final int FEW = 300; // values that recur, more than a byte's indexes
  private static final LocalDateTime POSTGRES_EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

  /**
   * A type as the database sends it.
   *
   * @param random a value as a table gives it
   * @param cell the value as the database sends it
   * @param lengths which a cell can have; none if any
   */
  record Case(
      ColumnSpec plain,
      Function<Random, Object> random,
      Function<Object, byte[]> cell,
      Set<Integer> lengths) {
    ColumnType type() {
      return plain.type();
    }

    boolean canBeKey() {
      return type().canBeKey();
    }

    ColumnSpec coded() {
      return new ColumnSpec(ACC_DEBIT, new Code(type()), plain.assumed(), plain.integers());
    }

    List<@Nullable Object> values(Random random, int count) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(random.nextInt(4) == 0 ? null : random().apply(random));
      }
      return values;
    }

    byte[] cellOrNull(@Nullable Object value) {
      return value == null ? Cells.NULL : cell.apply(value);
    }

    @Override
    public String toString() {
      return type() + (plain.integers() ? " of " + lengths + " bytes" : "");
    }
  }

  static Stream<Case> types() {
    return Stream.of(
        fixed(Fixed.BOOLEAN, Random::nextBoolean, value -> bytes((Boolean) value ? 1 : 0), 1),
        fixed(Fixed.INT16, random -> (short) random.nextInt(), value -> int2((Short) value), 2),
        fixed(Fixed.INT32, Random::nextInt, value -> int4((Integer) value), 4),
        fixed(Fixed.INT64, Random::nextLong, value -> int8((Long) value), 2, 4, 8),
        fixed(
            Fixed.FLOAT32,
            random -> Float.intBitsToFloat(random.nextInt()),
            value -> int4(Float.floatToRawIntBits((Float) value)),
            4),
        fixed(
            Fixed.FLOAT64,
            random -> Double.longBitsToDouble(random.nextLong()),
            value -> int8(Double.doubleToRawLongBits((Double) value)),
            8),
        fixed(
            Fixed.DATE,
            random -> LocalDate.ofEpochDay(random.nextInt(-2_000_000, 2_000_000)),
            value -> Cells.date((LocalDate) value),
            4),
        fixed(
            Fixed.TIME,
            random -> LocalTime.ofNanoOfDay(1000 * random.nextLong(86_400_000_000L)),
            value -> int8(((LocalTime) value).toNanoOfDay() / 1000),
            8),
        fixed(
            Fixed.TIMESTAMP,
            EveryTypeTest::moment,
            value -> int8(micros((LocalDateTime) value)),
            8),
        fixed(
            Fixed.TIMESTAMP_UTC,
            random -> moment(random).toInstant(ZoneOffset.UTC),
            value -> int8(micros(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC))),
            8),
        fixed(
            Fixed.UUID,
            random -> new UUID(random.nextLong(), random.nextLong()),
            value -> uuid((UUID) value),
            16),
        decimal(new Decimal(20, 3)),
        decimal(new Decimal(38, 38)),
        decimal(new Decimal(39, 0)),
        decimal(new Decimal(76, 30)),
        units(new Decimal(5, 2), value -> int2(value.intValue()), Short.MAX_VALUE),
        units(new Decimal(10, 0), value -> int4(value.intValue()), Integer.MAX_VALUE),
        units(new Decimal(19, 2), Cells::int8, Long.MAX_VALUE),
        new Case(
            new ColumnSpec(ID, Variable.TEXT),
            EveryTypeTest::text,
            value -> Cells.text((String) value),
            Set.of()),
        new Case(
            new ColumnSpec(ID, Variable.JSON),
            random -> "\"" + text(random) + "\"",
            value -> joined(bytes(1), Cells.text((String) value)),
            Set.of()),
        new Case(
            new ColumnSpec(ID, Variable.BYTES),
            random -> {
              var value = new byte[random.nextInt(40)];
              random.nextBytes(value);
              return ByteBuffer.wrap(value);
            },
            value -> ((ByteBuffer) value).array(),
            Set.of()));
  }

  static Stream<Case> keys() {
    return types().filter(Case::canBeKey);
  }

  static Stream<Case> typesOfOneLength() {
    return types().filter(type -> !type.lengths().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsCells(Case type) {
    var values = type.values(new Random(1), ROWS);
    try (var table = column(type.plain(), values.stream().map(type::cellOrNull).toList())) {
      assertThat(values(table, ID)).isEqualTo(values);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void takesRowsOfJavasValues(Case type) {
    var values = type.values(new Random(2), ROWS);
    try (var table = tableOfRows(type.plain(), values)) {
      assertThat(values(table, ID)).isEqualTo(values);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void numbersValuesOfCells(Case type) {
    var values = few(type, new Random(3));
    try (var table = column(type.coded(), values.stream().map(type::cellOrNull).toList())) {
      assertCoded(table, values);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void numbersJavasValues(Case type) {
    var values = few(type, new Random(4));
    try (var table = tableOfRows(type.coded(), values)) {
      assertCoded(table, values);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void numbersAValueOnceForAllParts(Case type) {
    var values = few(type, new Random(5));
    try (var builder = builder(type.coded())) {
      Cells.append(builder.addPart(), 1, tuples(type, values));
      var rows = builder.addPart();
      values.forEach(value -> rows.append(new @Nullable Object[] {value}));
      Cells.append(builder.addPart(), 1, tuples(type, values));
      List<@Nullable Object> all = new ArrayList<>();
      for (int part = 0; part < 3; part++) {
        all.addAll(values);
      }
      try (var table = builder.finish(snapshot())) {
        assertCoded(table, all);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("typesOfOneLength")
  void refusesOtherLengths(Case type) {
    for (int length = 0; length <= 17; length++) {
      if (!type.lengths().contains(length)) {
        var cell = new byte[length];
        assertRefused(type.plain(), cell, "id of entry 2 has " + length + " bytes, which ");
        if (type.canBeKey()) {
          assertRefused(
              type.coded(), cell, "acc_debit of entry 2 has " + length + " bytes, which ");
        }
      }
    }
  }

  /** What was taken by then is freed, which the allocator says at the end. */
  @ParameterizedTest
  @MethodSource("typesOfOneLength")
  void leavesNothingOfAColumnOfWhichALaterValueIsRefused(Case type) {
    var cells = type.values(new Random(6), ROWS).stream().map(type::cellOrNull).toList();
    var bad = new ArrayList<>(cells);
    bad.add(new byte[17]);
    assertThatThrownBy(() -> column(type.plain(), bad))
        .isInstanceOf(CorruptValueException.class)
        .hasMessageStartingWith("id of entry " + (ROWS + 1) + " has 17 bytes");
  }

  /** With less memory than is needed a build fails, at one place or another, and leaves nothing. */
  @ParameterizedTest
  @MethodSource("types")
  void leavesNothingWhereverMemoryRunsOut(Case type) {
    var values = type.values(new Random(7), FEW);
    var specs = type.canBeKey() ? List.of(type.plain(), type.coded()) : List.of(type.plain());
    var tuples =
        values.stream()
            .map(type::cellOrNull)
            .map(cell -> specs.size() == 1 ? tuple(cell) : tuple(cell, cell))
            .toList();
    long peak = build(Long.MAX_VALUE, specs, tuples);
    for (long limit = peak - 1; limit > 0; limit = limit * 9 / 10) {
      long tooLittle = limit;
      assertThatThrownBy(() -> build(tooLittle, specs, tuples))
          .isInstanceOf(OutOfMemoryException.class);
    }
  }

  /** The most memory that building a table took. */
  private long build(long limit, List<ColumnSpec> specs, List<byte[]> tuples) {
    try (var limited = allocator.newChildAllocator("limited", 0, limit);
        var builder = new JournalTableBuilder(limited, JournalSchema.GL_ENTRIES, specs)) {
      Cells.append(builder.addPart(), specs.size(), tuples);
      builder.finish(snapshot()).close();
      return limited.getPeakMemoryAllocation();
    }
  }

  private void assertRefused(ColumnSpec spec, byte[] cell, String message) {
    assertThatThrownBy(() -> column(spec, List.of(Cells.NULL, cell)))
        .isInstanceOf(CorruptValueException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertCoded(JournalTable table, List<@Nullable Object> values) {
    assertThat(values(table, ACC_DEBIT)).isEqualTo(values);
    var distinct = new HashSet<>(values);
    distinct.remove(null);
    assertThat(table.dictionaryValues(ACC_DEBIT))
        .doesNotHaveDuplicates()
        .hasSize(distinct.size())
        .hasSameElementsAs(distinct);
  }

  /** Each of a few values, and then some of them again. */
  private static List<@Nullable Object> few(Case type, Random random) {
    var some = type.values(random, FEW);
    List<@Nullable Object> values = new ArrayList<>(some);
    while (values.size() < ROWS) {
      values.add(some.get(random.nextInt(FEW)));
    }
    return values;
  }

  private JournalTable tableOfRows(ColumnSpec spec, List<@Nullable Object> values) {
    try (var builder = builder(spec)) {
      var part = builder.addPart();
      values.forEach(value -> part.append(new @Nullable Object[] {value}));
      return builder.finish(snapshot());
    }
  }

  private JournalTableBuilder builder(ColumnSpec spec) {
    return new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, List.of(spec));
  }

  private static List<byte[]> tuples(Case type, List<@Nullable Object> values) {
    return values.stream().map(value -> tuple(type.cellOrNull(value))).toList();
  }

  private static Case fixed(
      Fixed type,
      Function<Random, Object> random,
      Function<Object, byte[]> cell,
      Integer... lengths) {
    return new Case(new ColumnSpec(ID, type), random, cell, Set.of(lengths));
  }

  /** Lengths of its cells are up to their first word, so that zeros of any length are wrong. */
  private static Case decimal(Decimal type) {
    return new Case(
        new ColumnSpec(ID, type),
        random ->
            new BigDecimal(
                new BigInteger(random.nextInt(3 * type.precision()) + 1, random)
                    .mod(BigInteger.TEN.pow(type.precision()))
                    .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                type.scale()),
        value -> numeric((BigDecimal) value),
        Set.of(8));
  }

  private static Case units(Decimal type, Function<Long, byte[]> cell, long most) {
    return new Case(
        new ColumnSpec(ID, type, false, true),
        random ->
            BigDecimal.valueOf(
                random.nextInt(20) == 0 ? -most - 1 : random.nextLong(-most, most), type.scale()),
        value -> cell.apply(((BigDecimal) value).unscaledValue().longValueExact()),
        Set.of(2, 4, 8));
  }

  private static LocalDateTime moment(Random random) {
    return POSTGRES_EPOCH.plus(
        random.nextLong(-100_000_000_000_000_000L, 100_000_000_000_000_000L), ChronoUnit.MICROS);
  }

  private static long micros(LocalDateTime moment) {
    return ChronoUnit.MICROS.between(POSTGRES_EPOCH, moment);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int letters = random.nextInt(30); letters > 0; letters--) {
      text.append(List.of("a", "b", "0", "ü", "€", "😀").get(random.nextInt(6)));
    }
    return text.toString();
  }

  private static byte[] uuid(UUID value) {
    return joined(int8(value.getMostSignificantBits()), int8(value.getLeastSignificantBits()));
  }

  private static byte[] bytes(int value) {
    return new byte[] {(byte) value};
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static List<@Nullable Object> values(JournalTable table, Column column) {
    List<@Nullable Object> values = new ArrayList<>();
    for (var rows = table.cursor(); rows.next(); ) {
      var value = rows.getObject(column);
      values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
    }
    return values;
  }
}
