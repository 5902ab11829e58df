package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTableOwnTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final DictionaryProvider none = new MapDictionaryProvider();

  @AfterEach
  void whatWasRefusedIsStillTheCallers() {
    allocator.close();
  }

  private void assertRefused(
      String message, DictionaryProvider dictionaries, FieldVector... vectors) {
    try (var batch = VectorSchemaRoot.of(vectors)) {
      assertThatThrownBy(
              () ->
                  JournalTable.own(
                      JournalSchema.GL_ENTRIES,
                      TestTable.SNAPSHOT,
                      allocator,
                      List.of(batch),
                      dictionaries))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }

  private BigIntVector int64(String name) {
    return new BigIntVector(name, allocator);
  }

  @Test
  void refusesATableWithoutBatches() {
    assertThatThrownBy(
            () ->
                JournalTable.own(
                    JournalSchema.GL_ENTRIES, TestTable.SNAPSHOT, allocator, List.of(), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a table has at least one batch");
  }

  @Test
  void refusesBatchesOfDifferentSchemas() {
    try (var one = VectorSchemaRoot.of(new DecimalVector("amount", allocator, 15, 2));
        var other = VectorSchemaRoot.of(new DecimalVector("amount", allocator, 15, 3))) {
      assertThatThrownBy(
              () ->
                  JournalTable.own(
                      JournalSchema.GL_ENTRIES,
                      TestTable.SNAPSHOT,
                      allocator,
                      List.of(one, other),
                      none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("all batches of a table have the same schema");
    }
  }

  @Test
  void refusesAColumnThatTheGrainDoesNotHaveOrHasTwice() {
    assertRefused("entry_count is no column of grain ENTRY", none, int64("entry_count"));
    assertRefused("iban is no column of grain ENTRY", none, int64("iban"));
    assertRefused(
        "id is no column of grain ENTRY, or is there twice", none, int64("id"), int64("id"));
  }

  @Test
  void refusesColumnsOutOfOrder() {
    assertRefused(
        "in the order [id, amount], not [amount, id]",
        none,
        new DecimalVector("amount", allocator, 15, 2),
        int64("id"));
  }

  @Test
  void refusesOtherTypesThanTheColumns() {
    assertRefused(
        "id must be held as a type that a column can be of",
        none,
        new UInt4Vector("id", allocator));
    assertRefused(
        "trx_date must be held as a date", none, new DateMilliVector("trx_date", allocator));
    assertRefused(
        "amount must be held as a decimal of 128 bits",
        none,
        new Decimal256Vector("amount", allocator, 50, 2));
    assertRefused(
        "t_1 must be held as a dictionary's index", none, new VarCharVector("t_1", allocator));
    assertRefused(
        "t_1 must be held as a dictionary's index", none, new IntVector("t_1", allocator));
  }

  @Test
  void refusesACodeColumnWithoutItsDictionary() {
    assertRefused(
        "t_1 must be held as a dictionary's index",
        none,
        TestTable.index("t_1", TestTable.encoding(9), allocator));
  }

  @Test
  void refusesADictionaryWithNulls() {
    var encoding = TestTable.encoding(9);
    try (var values = TestTable.values(allocator, "a", "b")) {
      values.setNull(1);
      var dictionaries = new MapDictionaryProvider(new Dictionary(values, encoding));
      assertRefused(
          "t_1 must be held as a dictionary's index",
          dictionaries,
          TestTable.index("t_1", encoding, allocator));
    }
  }

  @Test
  void takesAnEmptyTable() {
    var child = allocator.newChildAllocator("table", 0, Long.MAX_VALUE);
    var batch = TestTable.batch(List.of(), child);
    var dictionaries = TestTable.dictionaries(child);
    try (var table =
        JournalTable.own(
            JournalSchema.GL_ENTRIES, TestTable.SNAPSHOT, child, List.of(batch), dictionaries)) {
      assertThat(table.rows()).isZero();
      assertThat(JournalEntry.of(table)).isEmpty();
    }
  }
}
