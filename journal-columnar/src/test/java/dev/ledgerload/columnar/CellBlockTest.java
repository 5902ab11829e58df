package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.int8;
import static dev.ledgerload.columnar.Cells.rawTuple;
import static dev.ledgerload.columnar.Cells.text;
import static dev.ledgerload.columnar.Cells.tuple;
import static dev.ledgerload.columnar.Cells.withSlack;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellBlockTest extends ColumnarTest {
  private static final List<ColumnSpec> ID_AND_DEBIT =
      List.of(ColumnSpec.of(ID), ColumnSpec.of(ACC_DEBIT));

  private final CellBlock block = new CellBlock(2);

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 3, 32_767})
  void refusesAnotherNumberOfColumns(int columns) {
    assertRefused(rawTuple(columns, -1, -1), "a row of %d columns, not 2".formatted(columns));
  }

  @Test
  void refusesARowThatEndsBeforeItsLastColumn() {
    assertRefused(rawTuple(2, -1), "a row that ends before its last column");
  }

  @Test
  void refusesARowThatEndsWithinALength() {
    assertRefused(Arrays.copyOf(rawTuple(2, -1, -1), 9), "a row that ends before its last column");
  }

  @Test
  void refusesARowWithMoreBehindItsLastColumn() {
    assertRefused(rawTuple(2, -1, -1, -1), "a row whose columns don't add up to its length");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void refusesAColumnThatEndsBehindTheRow(int bytes) {
    assertRefused(rawTuple(2, -1, bytes), "a row whose columns don't add up to its length");
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -3, -1000, Integer.MIN_VALUE, Integer.MIN_VALUE + 1})
  void refusesANegativeLengthThatIsNotNull(int length) {
    assertRefused(rawTuple(2, -1, length), "a row with a column of %d bytes".formatted(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 14, 1 << 30})
  void refusesALengthThatOverflowsInTheFirstColumn(int length) {
    assertRefused(rawTuple(2, length, -1), "a row that ends before its last column");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 14, 1 << 30})
  void refusesALengthThatOverflowsInTheLastColumn(int length) {
    assertRefused(rawTuple(2, -1, length), "a row whose columns don't add up to its length");
  }

  @Test
  void refusesARowOfNoBytes() {
    assertRefused(new byte[0], "a row of -23131 columns, not 2"); // of the slack
  }

  @Test
  void isWithoutTheRowThatItRefused() {
    assertThatThrownBy(() -> block.addTuple(withSlack(rawTuple(2, -1)), 0, 6))
        .isInstanceOf(CorruptValueException.class);

    assertThat(block.rows()).isZero();
  }

  @Test
  void isFullAfterItsLastRow() {
    byte[] row = withSlack(rawTuple(2, -1, -1));
    for (int i = 0; i < CellBlock.MAX_ROWS - 1; i++) {
      block.addTuple(row, 0, 10);
    }
    assertThat(block.isFull()).isFalse();

    block.addTuple(row, 0, 10);
    assertThat(block.isFull()).isTrue();
  }

  @Test
  void isEmptyOnceCleared() {
    block.addTuple(withSlack(rawTuple(2, -1, -1)), 0, 10);
    block.clear();

    assertThat(block.rows()).isZero();
  }

  @Test
  void readsARowFromTheMiddleOfAnArray() {
    byte[] row = tuple(int8(7), text("1000"));
    byte[] array = new byte[100];
    System.arraycopy(row, 0, array, 31, row.length);
    block.addTuple(array, 31, 31 + row.length);

    assertThat(built()).containsExactly(entry(7L, "1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi"})
  void readsACodeThatEndsWhereTheSlackBegins(String code) {
    byte[] row = tuple(int8(7), text(code));
    block.addTuple(withSlack(row), 0, row.length);

    assertThat(built()).containsExactly(entry(7L, code));
  }

  @Test
  void copiesCellsThatLieApart() {
    byte[][] cells = {int8(7), text("1000")};
    block.addCells(cells);
    Arrays.fill(cells[1], (byte) '?');
    block.addCells(new byte[2][]);

    assertThat(built()).containsExactly(entry(7L, "1000"), entry(null, null));
  }

  @Test
  void growsWithTheCellsThatItCopies() {
    var code = "x".repeat(100_000);
    for (int i = 0; i < 20; i++) {
      block.addCells(new byte[][] {int8(i), text(code + i)});
    }

    assertThat(built()).hasSize(20).endsWith(entry(19L, code + 19));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void refusesAnotherNumberOfCells(int cells) {
    assertThatThrownBy(() -> block.addCells(new byte[cells][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%d cells for 2 columns".formatted(cells));
  }

  @Test
  void leavesAnArrayAloneThatItNoLongerRefersTo() {
    byte[] array = withSlack(Arrays.copyOf(rawTuple(2, -1, -1), 10));
    byte[] before = array.clone();
    block.addTuple(array, 0, 10);
    block.clear();
    block.addCells(new byte[2][]);

    assertThat(array).isEqualTo(before);
  }

  private void assertRefused(byte[] row, String message) {
    assertThatThrownBy(() -> block.addTuple(withSlack(row), 0, row.length))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage(message);
  }

  private List<JournalEntry> built() {
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, ID_AND_DEBIT)) {
      builder.addPart().append(block);
      try (var table = builder.finish(snapshot())) {
        return JournalEntry.of(table);
      }
    }
  }

  private static JournalEntry entry(@Nullable Long id, @Nullable String debit) {
    return new JournalEntry(id, null, debit, null, null, null, null, null, null, null);
  }
}
