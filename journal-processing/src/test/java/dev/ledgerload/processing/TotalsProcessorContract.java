package dev.ledgerload.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.SmallIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every processor owes; a subclass says which one. */
abstract class TotalsProcessorContract {
  private static final BigDecimal LARGEST = new BigDecimal("9".repeat(38));

  private final BufferAllocator allocator = new RootAllocator();
  private final TotalsProcessor processor = newProcessor();

  abstract TotalsProcessor newProcessor();

  @AfterEach
  void nothingIsLeftInTheAllocator() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    processor.close();
    allocator.close();
  }

  private void assertAsNaive(TestTables tables, List<TestTables.Row> rows) {
    try (var table = tables.table(allocator, rows)) {
      assertThat(processor.process(table)).isEqualTo(NaiveTotals.of(tables, rows));
    }
  }

  private static List<String> accounts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "%05d".formatted(i * 7 % 100_003)).toList();
  }

  private static TestTables.Row row(int debit, int credit, String amount) {
    return new TestTables.Row(debit, credit, new BigDecimal(amount));
  }

  private static List<TestTables.Row> randomRows(
      Random random, int count, TestTables tables, int amountBits, double nulls) {
    return Stream.generate(() -> randomRow(random, tables, amountBits, nulls))
        .limit(count)
        .toList();
  }

  private static TestTables.Row randomRow(
      Random random, TestTables tables, int amountBits, double nulls) {
    var magnitude = new BigInteger(amountBits, random);
    var amount = random.nextInt(4) == 0 ? magnitude.negate() : magnitude;
    return new TestTables.Row(
        random.nextDouble() < nulls ? null : random.nextInt(tables.debits().size()),
        random.nextDouble() < nulls ? null : random.nextInt(tables.credits().size()),
        random.nextDouble() < nulls ? null : new BigDecimal(amount, tables.scale()));
  }

  @ParameterizedTest
  @CsvSource({"8,8", "8,16", "16,8", "16,16", "16,32", "32,32", "32,8"})
  void readsIndexesOfEveryWidth(int debitBits, int creditBits) {
    var tables =
        TestTables.entries(accounts(40), accounts(127)).withIndexBits(debitBits, creditBits);
    assertAsNaive(tables, randomRows(new Random(debitBits), 5000, tables, 40, 0));
    assertAsNaive(tables, randomRows(new Random(creditBits), 5000, tables, 40, 0.2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 128, 500, 3000, 70_000})
  void sumsPairsOfFewAccountsAndOfMany(int accounts) {
    var tables =
        TestTables.entries(accounts(accounts), accounts(accounts / 2 + 1))
            .withIndexBits(32, 32)
            .withBatchRows(7000);
    assertAsNaive(tables, randomRows(new Random(accounts), 20_000, tables, 30, 0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1023, 1024, 1025, 4096})
  void sumsAcrossBatches(int batchRows) {
    var tables = TestTables.entries(accounts(9), accounts(5)).withBatchRows(batchRows);
    var random = new Random(batchRows);
    assertAsNaive(tables, randomRows(random, Math.min(4097, 300 * batchRows), tables, 20, 0.1));
  }

  @ParameterizedTest
  @CsvSource({
    "3,0", "4,2", "9,2", "15,2", "18,2", "19,2", "20,10", "38,0", "38,2", "38,10", "38,38"
  })
  void keepsPrecisionAndScale(int precision, int scale) {
    var tables = TestTables.entries(accounts(20), accounts(20)).withDecimal(precision, scale);
    int bits = BigInteger.TEN.pow(precision).bitLength() - 8;
    assertAsNaive(tables, randomRows(new Random(precision), 3000, tables, Math.max(1, bits), 0.1));
  }

  @Test
  void sumsAccountPairsToo() {
    var tables = TestTables.entries(accounts(30), accounts(30)).withGrain(Grain.GROUP);
    assertAsNaive(tables, randomRows(new Random(5), 2000, tables, 40, 0.1));
  }

  @Test
  void givesNoPairsForAnEmptyTable() {
    assertAsNaive(TestTables.entries(List.of(), List.of()), List.of());
    assertAsNaive(TestTables.entries(accounts(3), accounts(3)), List.of());
  }

  @Test
  void takesRowsWithoutAnyAccount() {
    var tables = TestTables.entries(List.of(), List.of());
    assertAsNaive(tables, List.of(new TestTables.Row(null, null, BigDecimal.ONE)));
  }

  @Test
  void countsRowsWithoutAmountAsNothing() {
    var tables = TestTables.entries(accounts(2), accounts(2));
    var none = new TestTables.Row(0, 0, null);
    assertAsNaive(tables, List.of(none, none, row(1, 1, "2"), new TestTables.Row(1, 1, null)));
    assertAsNaive(tables, List.of(none, none));
  }

  @Test
  void keepsNullAndTheEmptyAccountApart() {
    var tables = TestTables.entries(List.of("", "a"), List.of("b", ""));
    var rows =
        List.of(
            new TestTables.Row(0, 1, BigDecimal.ONE),
            new TestTables.Row(null, 1, BigDecimal.ONE),
            new TestTables.Row(0, null, BigDecimal.ONE),
            new TestTables.Row(null, null, BigDecimal.ONE));
    assertAsNaive(tables, rows);
  }

  @Test
  void ranksEqualAmountsByBytesWithNullLast() {
    var accounts = List.of("z", "é", "", "a\uFFFD", "a\uD83D\uDE00", "aa", "a", "Ä", "ß", "\u0001");
    var tables = TestTables.entries(accounts, accounts);
    List<TestTables.Row> rows = new ArrayList<>();
    for (int debit = 0; debit <= accounts.size(); debit++) {
      for (int credit = 0; credit <= accounts.size(); credit++) {
        rows.add(
            new TestTables.Row(
                debit == accounts.size() ? null : debit,
                credit == accounts.size() ? null : credit,
                BigDecimal.valueOf(1 + credit % 2)));
      }
    }
    assertAsNaive(tables, rows);
  }

  @Test
  void leavesOutSumsThatAreZeroOrLess() {
    var tables = TestTables.entries(accounts(3), accounts(1));
    assertAsNaive(
        tables,
        List.of(row(0, 0, "1.50"), row(0, 0, "-1.50"), row(1, 0, "-0.01"), row(2, 0, "0.01")));
  }

  @Test
  void sumsPass64BitsEitherWayAndComeBack() {
    var tables = TestTables.entries(accounts(4), accounts(1)).withDecimal(20, 0);
    var most = Long.toString(Long.MAX_VALUE);
    var least = Long.toString(Long.MIN_VALUE);
    assertAsNaive(
        tables,
        List.of(
            row(0, 0, most),
            row(0, 0, most),
            row(1, 0, least),
            row(1, 0, least),
            row(1, 0, most),
            row(1, 0, most),
            row(1, 0, "7"),
            row(2, 0, most),
            row(2, 0, "1"),
            row(3, 0, "18446744073709551616"),
            row(3, 0, "-18446744073709551615")));
  }

  @Test
  void sumsWideAmountsAtRandom() {
    var tables = TestTables.entries(accounts(12), accounts(3)).withDecimal(38, 4);
    for (int bits : new int[] {62, 63, 64, 65, 66, 90, 110}) {
      assertAsNaive(tables, randomRows(new Random(bits), 3000, tables, bits, 0.05));
    }
  }

  @Test
  void takesTheLargestSumThereIs() {
    var tables = TestTables.entries(accounts(2), accounts(1)).withDecimal(38, 0);
    assertAsNaive(tables, List.of(row(0, 0, LARGEST.toString()), row(1, 0, "1")));
  }

  @Test
  void sumsThatPass128BitsMayComeBack() {
    var tables = TestTables.entries(accounts(2), accounts(2)).withDecimal(38, 0).withBatchRows(3);
    List<TestTables.Row> rows = new ArrayList<>();
    for (var amount : List.of(LARGEST, LARGEST.negate())) {
      for (int i = 0; i < 8; i++) {
        rows.add(new TestTables.Row(0, 1, amount));
      }
    }
    rows.add(row(0, 1, "123"));
    rows.add(row(1, 1, "-5"));
    rows.add(new TestTables.Row(null, 1, LARGEST));
    assertAsNaive(tables, rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1"})
  void refusesASumOfMoreThan38Digits(String sign) {
    var tables = TestTables.entries(List.of("1000"), List.of("2000")).withDecimal(38, 2);
    var amount = new BigDecimal("9".repeat(38)).movePointLeft(2).multiply(new BigDecimal(sign));
    var cent = new BigDecimal("0.01").multiply(new BigDecimal(sign));
    for (var second : List.of(amount, cent)) {
      var rows = List.of(new TestTables.Row(0, 0, amount), new TestTables.Row(0, 0, second));
      try (var table = tables.table(allocator, rows)) {
        assertThatThrownBy(() -> processor.process(table))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageContainingAll("1000", "2000", "38 digits");
      }
    }
  }

  @Test
  void worksOnSharedAndProjectedHandles() {
    var tables = TestTables.entries(accounts(10), accounts(10));
    var rows = randomRows(new Random(3), 500, tables, 30, 0.1);
    var needed = GlEntries.of(GlEntries.ACC_DEBIT, GlEntries.ACC_CREDIT, GlEntries.AMOUNT);
    var expected = NaiveTotals.of(tables, rows);
    try (var projected = projectionThatOutlivesItsTable(tables.table(allocator, rows), needed);
        var shared = projected.share()) {
      assertThat(processor.process(projected)).isEqualTo(expected);
      assertThat(processor.process(shared)).isEqualTo(expected);
    }
  }

  private static JournalTable projectionThatOutlivesItsTable(
      JournalTable table, ColumnSet columns) {
    try (table) {
      return table.project(columns);
    }
  }

  @Test
  void canBeAskedAgainAndAgain() {
    var tables = TestTables.entries(accounts(10), accounts(10)).withBatchRows(100);
    var rows = randomRows(new Random(4), 1000, tables, 30, 0.1);
    var expected = NaiveTotals.of(tables, rows);
    try (var table = tables.table(allocator, rows)) {
      for (int i = 0; i < 50; i++) {
        assertThat(processor.process(table)).isEqualTo(expected);
      }
    }
  }

  @Test
  void totalsOutliveTheTable() {
    var tables = TestTables.entries(List.of("1000"), List.of("2000"));
    var table = tables.table(allocator, List.of(row(0, 0, "12.5")));
    var totals = processor.process(table);
    table.close();
    assertThat(totals.groups())
        .containsExactly(new Group(List.of("1000", "2000"), List.of(new BigDecimal("12.50")), 1));
  }

  @Test
  void namesTheColumnsThatATableLacks() {
    var tables = TestTables.entries(accounts(1), accounts(1));
    try (var table = tables.table(allocator, List.of());
        var projected = table.project(GlEntries.of(GlEntries.ACC_DEBIT))) {
      assertThatThrownBy(() -> processor.process(projected))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("lacks [acc_credit, amount]");
    }
  }

  @Test
  void refusesAnIndexOutsideTheDictionary() {
    var tables = TestTables.entries(accounts(3), accounts(3));
    for (int index : new int[] {3, -1}) {
      try (var table = tables.table(allocator, List.of(row(0, 0, "1"), row(1, 1, "1")))) {
        corrupt(table, index);
        assertThatThrownBy(() -> processor.process(table))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("index " + index);
      }
    }
  }

  private static void corrupt(JournalTable table, int index) {
    var debits = (SmallIntVector) table.batches().get(0).getVector("acc_debit");
    debits.set(1, index);
  }

  /** The types of keys, with values of each. */
  private static final Map<ColumnType, List<Object>> KEYS = keys();

  private static Map<ColumnType, List<Object>> keys() {
    Map<ColumnType, List<Object>> keys = new LinkedHashMap<>();
    keys.put(Variable.TEXT, List.of("", "a", "a ", "Z", "ä", "\uFFFD", "\uD83D\uDE00"));
    keys.put(Fixed.INT32, List.of(0, -1, 7, 10, Integer.MIN_VALUE, Integer.MAX_VALUE));
    keys.put(Fixed.UUID, List.of(new UUID(0, 1), new UUID(-1, 0), new UUID(1, -1)));
    keys.put(Fixed.DATE, List.of(LocalDate.EPOCH, LocalDate.of(1, 1, 1), LocalDate.of(9999, 1, 1)));
    keys.put(Fixed.BOOLEAN, List.of(true, false));
    keys.put(
        new Decimal(20, 2),
        List.of(new BigDecimal("-1.50"), new BigDecimal("10.00"), new BigDecimal("9.00")));
    keys.put(
        Variable.BYTES,
        List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {-1, 0})));
    keys.put(Fixed.INT64, List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE));
    return keys;
  }

  private void assertAsNaive(KeyedTables tables, List<KeyedTables.Row> rows) {
    try (var table = tables.table(allocator, rows)) {
      assertThat(processor.process(table)).isEqualTo(NaiveTotals.of(rows, tables.onlyPositive()));
    }
  }

  private static List<KeyedTables.Row> randomRows(KeyedTables tables, Random random, int count) {
    return Stream.generate(() -> randomRow(tables, random)).limit(count).toList();
  }

  private static KeyedTables.Row randomRow(KeyedTables tables, Random random) {
    List<@Nullable Object> keys = new ArrayList<>();
    for (var type : tables.keys()) {
      var values = KEYS.getOrDefault(type, List.of());
      keys.add(random.nextInt(9) == 0 ? null : values.get(random.nextInt(values.size())));
    }
    List<@Nullable BigDecimal> amounts = new ArrayList<>();
    for (var digits : tables.measures()) {
      int bits = random.nextInt(BigInteger.TEN.pow(digits.precision()).bitLength() - 8);
      var amount = new BigDecimal(new BigInteger(bits, random), digits.scale());
      amounts.add(random.nextInt(3) == 0 ? null : random.nextBoolean() ? amount.negate() : amount);
    }
    return new KeyedTables.Row(
        keys, amounts, tables.grain() == Grain.ENTRY ? 1 : 1 + random.nextInt(1000));
  }

  /** Any keys and measures, with NULLs, sums that are zero or less, and wide ones. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "2,3", "3,1", "3,2", "5,1", "5,3"})
  void groupsByAnyKeysAndSumsAnyMeasures(int keys, int measures) {
    var random = new Random(31 * keys + measures);
    for (int round = 0; round < 24; round++) {
      List<ColumnType> types = new ArrayList<>(KEYS.keySet());
      Collections.shuffle(types, random);
      List<Decimal> digits =
          Stream.of(new Decimal(18, 2), new Decimal(38, 6), new Decimal(9, 0))
              .limit(measures)
              .toList();
      var grain = round % 2 == 0 ? Grain.ENTRY : Grain.GROUP;
      var tables =
          new KeyedTables(
              grain, types.subList(0, keys), digits, round % 4 < 2, 1 + random.nextInt(700));
      assertAsNaive(tables, randomRows(tables, random, random.nextInt(2000)));
    }
  }

  private static KeyedTables numbered(int keys, Decimal... measures) {
    return new KeyedTables(
        Grain.ENTRY, Collections.nCopies(keys, Fixed.INT32), List.of(measures), false, 4000);
  }

  /** More groups than cells are made for, and more possible ones than a long can number. */
  @Tag("volume")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6})
  void groupsByKeysOfManyValues(int keys) {
    var random = new Random(keys);
    var tables = numbered(keys, new Decimal(18, 2));
    List<KeyedTables.Row> rows = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      List<@Nullable Object> values = new ArrayList<>();
      random.ints(keys, 0, 5000).forEach(values::add);
      rows.add(new KeyedTables.Row(values, List.of(new BigDecimal("0.01")), 1));
    }
    assertAsNaive(tables, rows);
  }

  @Test
  void keepsGroupsWhoseSumsAreNullZeroOrLess() {
    var tables = numbered(1, new Decimal(18, 2), new Decimal(18, 2));
    try (var table =
        tables.table(
            allocator,
            List.of(
                keyed(1, null, "5.00"),
                keyed(1, null, null),
                keyed(2, "-1.00", null),
                keyed(3, "1.00", null),
                keyed(3, "-1.00", "7.00"),
                keyed(null, null, null)))) {
      assertThat(processor.process(table).groups())
          .containsExactly(
              new Group(List.of(3), List.of(new BigDecimal("0.00"), new BigDecimal("7.00")), 2),
              new Group(List.of(2), Arrays.asList(new BigDecimal("-1.00"), null), 1),
              new Group(List.of(1), Arrays.asList(null, new BigDecimal("5.00")), 2),
              new Group(Arrays.asList((Object) null), Arrays.asList(null, null), 1));
    }
  }

  private static KeyedTables.Row keyed(@Nullable Integer key, @Nullable String... amounts) {
    List<@Nullable BigDecimal> numbers = new ArrayList<>();
    for (var amount : amounts) {
      numbers.add(amount == null ? null : new BigDecimal(amount));
    }
    return new KeyedTables.Row(Arrays.asList((Object) key), numbers, 1);
  }

  @Test
  void namesTheMeasureWhoseSumHasMoreThan38Digits() {
    var tables = numbered(1, new Decimal(18, 2), new Decimal(38, 0));
    var most = keyed(77, "-1.00", LARGEST.toString());
    try (var table = tables.table(allocator, List.of(most, most))) {
      assertThatThrownBy(() -> processor.process(table))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("the sum of m1 of k0 77 needs more than 38 digits");
    }
  }

  /** Small amounts, then some too large to be summed as those are, and small ones again. */
  @ParameterizedTest
  @ValueSource(ints = {30, 33, 36, 40, 43, 44, 50, 53, 55, 62, 63})
  void sumsSmallAmountsAmongLargeOnes(int bits) {
    var tables = numbered(1, new Decimal(38, 2), new Decimal(38, 0));
    var random = new Random(bits);
    List<KeyedTables.Row> rows = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      var large = new BigDecimal(new BigInteger(bits, random)).toString();
      var amount = i / 3000 % 2 == 0 ? "1" : random.nextBoolean() ? large : "-" + large;
      rows.add(keyed(i % 7, new BigDecimal(amount).movePointLeft(2).toString(), amount));
    }
    assertAsNaive(tables, rows);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE})
  void sumsThousandsOfTheLargestThatALongHolds(long amount) {
    var tables = numbered(1, new Decimal(38, 0), new Decimal(38, 0));
    var text = Long.toString(amount);
    assertAsNaive(tables, Collections.nCopies(3000, keyed(1, text, text)));
  }

  @Tag("volume")
  @Test
  void countsMoreThanAMillionEntriesOfAGroup() {
    var tables = numbered(1, new Decimal(18, 2));
    assertAsNaive(
        new KeyedTables(Grain.ENTRY, tables.keys(), tables.measures(), false, 1 << 17),
        Collections.nCopies(1_100_000, keyed(1, "-0.01")));
  }

  @Test
  void refusesARowOfNoEntries() {
    var tables =
        new KeyedTables(Grain.GROUP, List.of(Fixed.INT32), List.of(new Decimal(9, 2)), false, 10);
    var none = new KeyedTables.Row(List.of(1), List.of(BigDecimal.valueOf(1, 2)), 0);
    try (var table = tables.table(allocator, List.of(none))) {
      assertThatThrownBy(() -> processor.process(table))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("entry_count");
    }
  }

  @Test
  void namesTheCountThatATableOfGroupsLacks() {
    var tables =
        new KeyedTables(Grain.GROUP, List.of(Fixed.INT32), List.of(new Decimal(9, 2)), false, 10);
    try (var table = tables.table(allocator, List.of());
        var projected = table.project(tables.schema().columns(tables.schema().column("k0")))) {
      assertThatThrownBy(() -> processor.process(projected))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("lacks [total_m0, entry_count]");
    }
  }

  @Test
  void refusesAClosedTableAndWorksOn() {
    var tables = TestTables.entries(accounts(1), accounts(1));
    var rows = List.of(row(0, 0, "1"));
    var closed = tables.table(allocator, rows);
    closed.close();
    assertThatThrownBy(() -> processor.process(closed)).isInstanceOf(IllegalStateException.class);
    assertAsNaive(tables, rows);
  }

  @Test
  void refusesToProcessOnceClosed() {
    processor.close();
    processor.close();
    try (var table = TestTables.entries(accounts(1), accounts(1)).table(allocator, List.of())) {
      assertThatThrownBy(() -> processor.process(table)).isInstanceOf(IllegalStateException.class);
    }
  }
}
