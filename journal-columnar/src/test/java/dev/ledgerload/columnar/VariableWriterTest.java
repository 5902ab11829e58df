package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.int8;
import static dev.ledgerload.columnar.Cells.text;
import static dev.ledgerload.columnar.Cells.tuple;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableWriterTest extends ColumnarTest {
  private static final ColumnSpec TEXT = new ColumnSpec(ID, Variable.TEXT);
  private static final ColumnSpec JSON = new ColumnSpec(ID, Variable.JSON);
  private static final int MEBIBYTE = 1 << 20;

  /** About each length at which another way to copy begins, or memory must grow. */
  @Test
  void readsTextsOfEveryLength() {
    var texts =
        IntStream.concat(IntStream.range(0, 600), IntStream.of(65_519, 65_520, 70_000, 200_000))
            .mapToObj("x"::repeat)
            .toList();
    try (var table = column(TEXT, texts.stream().map(Cells::text).toList())) {
      assertThat(strings(table)).isEqualTo(texts);
    }
  }

  @Test
  void keepsNullApartFromTheEmptyText() {
    try (var table = column(TEXT, List.of(Cells.NULL, new byte[0], Cells.NULL, text("a")))) {
      assertThat(strings(table)).isEqualTo(Arrays.asList(null, "", null, "a"));
      assertThat(table.batches().get(0).getVector(0).getNullCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 262_135, 262_136, 262_137, 600_000})
  void readsTheSameHoweverManyBatches(int rows) {
    List<@Nullable String> texts = new ArrayList<>();
    List<byte[]> cells = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      texts.add(i % 7 == 0 ? null : "text " + i);
      cells.add(i % 7 == 0 ? Cells.NULL : text("text " + i));
    }
    try (var table = column(TEXT, cells)) {
      assertThat(strings(table)).isEqualTo(texts);
    }
  }

  /** Offsets of batches of 2^18 rows would need twice the memory. */
  @Test
  void takesNoMoreForOffsetsThanTheirBytes() {
    var cells = Collections.nCopies(VariableWriter.MOST_ROWS, text("four"));
    try (var table = column(TEXT, cells)) {
      assertThat(table.bytes()).isLessThanOrEqualTo((4 + 8) * ColumnWriter.BATCH_ROWS + 64 * 1024);
    }
  }

  @Tag("volume")
  @Test
  void endsABatchOfLongTexts() {
    var cell = text("x".repeat(MEBIBYTE));
    var tuple = tuple(int8(7), cell);
    var journal =
        JournalSchema.of("t").day("d").keys("k").measures("m").columns("n", "long").build();
    var specs =
        List.of(
            new ColumnSpec(journal.column("n"), Fixed.INT64),
            new ColumnSpec(journal.column("long"), Variable.TEXT));
    try (var builder = new JournalTableBuilder(allocator, journal, specs)) {
      var part = builder.addPart();
      for (int i = 0; i < 64; i++) {
        Cells.append(part, 2, List.of(tuple));
      }
      for (int i = 0; i < 70; i++) {
        part.append(new Object[] {7L, "x".repeat(MEBIBYTE)});
      }
      try (var table = builder.finish(snapshot())) {
        assertThat(table.batches().stream().map(VectorSchemaRoot::getRowCount))
            .containsExactly(63, 64, 7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namesTheEntryThatIsNotUtf8(boolean coded) {
    List<byte[]> cells = new ArrayList<>(Collections.nCopies(1_300, text("ü")));
    cells.set(1, Cells.NULL);
    // Two halves of a letter: together they would do.
    cells.add(new byte[] {'a', (byte) 0xC3});
    cells.add(new byte[] {(byte) 0xBC});

    var spec = coded ? new ColumnSpec(ACC_DEBIT, new Code(Variable.TEXT)) : TEXT;
    assertThatThrownBy(() -> column(spec, cells))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage(
            spec.column().name()
                + " of entry 1301 is not UTF-8: the database's encoding allows what UTF-8 doesn't");
  }

  @Test
  void readsJsonWithoutJsonbsVersion() {
    var cells = List.of(text("\u0001{\"a\": 1}"), text(" {}"), text("\t1"), text("\u00011"));
    try (var table = column(JSON, cells)) {
      assertThat(strings(table)).containsExactly("{\"a\": 1}", " {}", "\t1", "1");
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "31, 31", "128, 128", "255, 255"})
  void refusesOtherVersionsOfJsonb(int version, String said) {
    assertThatThrownBy(() -> column(JSON, List.of(text("1"), new byte[] {(byte) version, '1'})))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("id of entry 2 is jsonb of version " + said + ", which isn't known");
  }

  @Test
  void refusesJsonOfNothing() {
    assertThatThrownBy(() -> column(JSON, List.of(new byte[0])))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("id of entry 1 has 0 bytes, which no JSON has");
  }

  @Test
  void refusesHalfOfASurrogatePair() {
    try (var builder =
        new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, List.of(TEXT))) {
      var part = builder.addPart();
      assertThatThrownBy(() -> part.append(new Object[] {"\uD83D"}))
          .isInstanceOf(CorruptValueException.class)
          .hasMessage("id of entry 1 is a text with half of a surrogate pair");
    }
  }

  private static List<@Nullable String> strings(JournalTable table) {
    List<@Nullable String> strings = new ArrayList<>();
    for (var batch : table.batches()) {
      var vector = batch.getVector(0);
      for (int row = 0; row < batch.getRowCount(); row++) {
        var value = vector.isNull(row) ? null : ((VarCharVector) vector).get(row);
        strings.add(value == null ? null : new String(value, UTF_8));
      }
    }
    return strings;
  }
}
