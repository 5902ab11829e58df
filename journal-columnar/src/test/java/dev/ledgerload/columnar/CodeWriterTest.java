package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.numeric;
import static dev.ledgerload.columnar.Cells.text;
import static dev.ledgerload.columnar.Cells.tuple;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeWriterTest extends ColumnarTest {
  private static final List<ColumnSpec> DEBIT = List.of(ColumnSpec.of(ACC_DEBIT));

  @Test
  void keepsNullApartFromTheEmptyString() {
    var codes = codes("a", null, "", null, "a", "");

    try (var table = table(codes)) {
      assertThat(debits(table)).isEqualTo(codes);
    }
  }

  @Test
  void keepsNullOutOfTheDictionary() {
    try (var table = table(codes(null, "a", null))) {
      assertThat(table.dictionary(ACC_DEBIT).getValueCount()).isEqualTo(1);
    }
  }

  @Test
  void hasAnEmptyDictionaryWhereAllIsNull() {
    try (var table = table(codes(null, null))) {
      assertThat(table.dictionary(ACC_DEBIT).getValueCount()).isZero();
    }
  }

  @Test
  void readsNullWhereAllIsNull() {
    try (var table = table(codes(null, null))) {
      assertThat(debits(table)).containsOnlyNulls().hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "1, 8", "127, 8", "128, 8", "129, 16", "32767, 16", "32768, 16", "32769, 32"})
  void isAsNarrowAsTheCodesAllow(int distinct, int bits) {
    try (var table = table(distinctCodes(distinct))) {
      assertThat(table.schema().findField("acc_debit").getType())
          .isEqualTo(new ArrowType.Int(bits, true));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 128, 129, 130, 32_767, 32_768, 32_769, 40_000})
  void readsTheSameWhateverTheWidth(int distinct) {
    var codes = distinctCodes(distinct);
    codes.addAll(codes("c0", null, "c" + (distinct - 1)));

    try (var table = table(codes)) {
      assertThat(debits(table)).isEqualTo(codes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 33_000})
  void widensTheBatchesBeforeTheOneThatNeedsIt(int distinct) {
    var few = new ArrayList<>(Collections.nCopies(ColumnWriter.BATCH_ROWS + 5, "c0"));
    few.set(17, null);
    few.addAll(distinctCodes(distinct));

    try (var table = table(few)) {
      assertThat(debits(table)).isEqualTo(few);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 129", "129, 3", "129, 33000", "33000, 129", "3, 33000", "33000, 3"})
  void bringsThePartsToOneWidth(int first, int second) {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, DEBIT)) {
      var expected = new ArrayList<@Nullable String>();
      for (int distinct : new int[] {first, second}) {
        var codes = distinctCodes(distinct);
        Collections.reverse(codes);
        Cells.append(builder.addPart(), 1, tuples(codes));
        expected.addAll(codes);
      }
      try (var table = builder.finish(snapshot())) {
        assertThat(debits(table)).isEqualTo(expected);
      }
    }
  }

  @Test
  void numbersACodeOnceForAllParts() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, DEBIT)) {
      Cells.append(builder.addPart(), 1, tuples(codes("a", "b")));
      Cells.append(builder.addPart(), 1, tuples(codes("b", "c")));
      try (var table = builder.finish(snapshot())) {
        assertThat(table.dictionary(ACC_DEBIT).getValueCount()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsRandomCodes(long seed) {
    var random = new Random(seed);
    List<@Nullable String> codes = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      codes.add(randomCode(random));
    }

    try (var table = table(codes)) {
      assertThat(debits(table)).isEqualTo(codes);
    }
  }

  /** Lengths 0 to 40, letters of one to four bytes, the zero character among them. */
  private static @Nullable String randomCode(Random random) {
    if (random.nextInt(10) == 0) {
      return null;
    }
    int letters = random.nextInt(3) == 0 ? random.nextInt(41) : random.nextInt(5);
    var code = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      code.append(List.of("a", "b", "0", "\0", "ü", "€", "😀").get(random.nextInt(7)));
    }
    return code.toString();
  }

  @Test
  void namesTheEntryThatIsNotUtf8() {
    var tuples = tuples(distinctCodes(1_300));
    tuples.add(tuple(new byte[] {'a', (byte) 0xE9}));

    assertThatThrownBy(() -> table(DEBIT, tuples))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage(
            "acc_debit of entry 1301 is not UTF-8: the database's encoding allows what UTF-8"
                + " doesn't");
  }

  /** The database sends 1 and 1.00 of one column as it got them. */
  @Test
  void numbersValuesRatherThanTheirForms() {
    var one = BigDecimal.ONE;
    var cells =
        List.of(
            numeric(one), numeric(one, 0, 0, 2), numeric(one, 1, 2, 5), numeric(BigDecimal.TEN));
    var spec = new ColumnSpec(ACC_DEBIT, new Code(new Decimal(10, 2)), true, false);
    try (var table = column(spec, cells)) {
      assertThat(table.dictionaryValues(ACC_DEBIT))
          .containsExactly(new BigDecimal("1.00"), new BigDecimal("10.00"));
    }
  }

  @Test
  void namesTheEntryWhoseValueCannotBeHeld() {
    var cells = new ArrayList<>(Collections.nCopies(1_300, numeric(BigDecimal.ONE)));
    cells.add(numeric(new BigDecimal("0.001")));
    var spec = new ColumnSpec(ACC_DEBIT, new Code(new Decimal(10, 2)), true, false);
    assertThatThrownBy(() -> column(spec, cells))
        .isInstanceOfSatisfying(
            AssumedDigitsException.class, e -> assertThat(e.scale()).isEqualTo(3))
        .hasMessage("acc_debit of entry 1301 has more than 2 digits after the point");
  }

  @Test
  void countsTheNullsOfEachBatch() {
    try (var table = table(codes("a", null, "b", null, null))) {
      assertThat(table.batches().get(0).getVector(0).getNullCount()).isEqualTo(3);
    }
  }

  @Test
  void holdsEachValueOnceInTheDictionary() {
    try (var table = table(codes("b", "a", "b", "", "a"))) {
      var dictionary = (VarCharVector) table.dictionary(ACC_DEBIT);
      assertThat(
              IntStream.range(0, dictionary.getValueCount())
                  .mapToObj(i -> new String(dictionary.get(i), UTF_8)))
          .containsExactly("b", "a", "");
    }
  }

  private JournalTable table(List<@Nullable String> codes) {
    return table(DEBIT, tuples(codes));
  }

  private static List<@Nullable String> codes(@Nullable String... codes) {
    return new ArrayList<>(Arrays.asList(codes));
  }

  private static List<@Nullable String> distinctCodes(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "c" + i).toList());
  }

  private static List<byte[]> tuples(List<@Nullable String> codes) {
    List<byte[]> tuples = new ArrayList<>();
    codes.forEach(code -> tuples.add(tuple(code == null ? Cells.NULL : text(code))));
    return tuples;
  }

  private static List<String> debits(JournalTable table) {
    return JournalEntry.of(table).stream().map(JournalEntry::accDebit).toList();
  }
}
