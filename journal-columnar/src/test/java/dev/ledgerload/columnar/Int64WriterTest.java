package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.int2;
import static dev.ledgerload.columnar.Cells.int4;
import static dev.ledgerload.columnar.Cells.int8;
import static dev.ledgerload.spi.GlEntries.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.testbed.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Int64WriterTest extends ColumnarTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, -(1L << 32) - 1})
  void readsBigint(long value) {
    assertThat(ids(List.of(int8(value)))).containsExactly(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 65_536})
  void readsInteger(int value) {
    assertThat(ids(List.of(int4(value)))).containsExactly((long) value);
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, 1, -1, Short.MAX_VALUE, Short.MIN_VALUE, 256})
  void readsSmallint(short value) {
    assertThat(ids(List.of(int2(value)))).containsExactly((long) value);
  }

  @Test
  void keepsNullApartFromZero() {
    List<byte[]> cells = new ArrayList<>();
    cells.add(Cells.NULL);
    cells.add(int8(0));

    assertThat(ids(cells)).containsExactly(null, 0L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 6, 7, 9, 16})
  void refusesOtherLengths(int bytes) {
    assertThatThrownBy(() -> ids(List.of(int8(1), new byte[bytes])))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("id of entry 2 has " + bytes + " bytes, which no integer has");
  }

  private List<Long> ids(List<byte[]> cells) {
    try (var table = column(ColumnSpec.of(ID), cells)) {
      return JournalEntry.of(table).stream().map(JournalEntry::id).toList();
    }
  }
}
