package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordRowsTest {
  private static final JournalSchema SCHEMA =
      JournalSchema.of("lines")
          .day("date")
          .keys("account_id", "ref")
          .measures("debit")
          .columns(
              "id", "kind", "is_posted", "weight", "memo", "data", "t_1", "t1", "Move Line", "§")
          .build();

  private static final Map<String, ColumnType> TYPES = types();

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeft() {
    allocator.close();
  }

  private static Map<String, ColumnType> types() {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    types.put("date", Fixed.DATE);
    types.put("account_id", new Code(Fixed.INT32));
    types.put("ref", new Code(Variable.BYTES));
    types.put("debit", new Decimal(18, 2));
    types.put("id", Fixed.INT64);
    types.put("kind", Fixed.INT16);
    types.put("is_posted", Fixed.BOOLEAN);
    types.put("weight", Fixed.FLOAT32);
    types.put("memo", Variable.TEXT);
    types.put("data", Variable.BYTES);
    types.put("t_1", Variable.TEXT);
    types.put("t1", Variable.TEXT);
    types.put("Move Line", Fixed.INT32);
    types.put("§", Fixed.INT32);
    return types;
  }

  private static List<@Nullable Object> full() {
    return Arrays.asList(
        TestTable.DAY,
        4711,
        ByteBuffer.wrap(new byte[] {7}),
        new BigDecimal("12.50"),
        9_000_000_000L,
        (short) 3,
        true,
        0.5f,
        "é",
        new byte[] {1, 2},
        "a",
        "b",
        12,
        13);
  }

  private static List<@Nullable Object> empty() {
    return Arrays.asList(new @Nullable Object[TYPES.size()]);
  }

  private JournalTable table() {
    return TypedTable.open(
        allocator, SCHEMA, TYPES, List.of(List.of(full()), List.of(), List.of(empty())));
  }

  private record Boxed(
      @Nullable LocalDate date,
      @Nullable Integer accountId,
      @Nullable BigDecimal debit,
      @Nullable Long ID,
      @Nullable Short kind,
      @Nullable Boolean isPosted,
      @Nullable Float weight,
      @Nullable String memo,
      @Nullable String t_1,
      @Nullable String t1,
      @Nullable Integer moveLine,
      @ColumnName("§") @Nullable Integer paragraph) {}

  @Test
  void readsTheColumnsThatComponentsAreCalledAfter() {
    try (var table = table()) {
      assertThat(table.rows(Boxed.class))
          .containsExactly(
              new Boxed(
                  TestTable.DAY,
                  4711,
                  new BigDecimal("12.50"),
                  9_000_000_000L,
                  (short) 3,
                  true,
                  0.5f,
                  "é",
                  "a",
                  "b",
                  12,
                  13),
              new Boxed(null, null, null, null, null, null, null, null, null, null, null, null));
    }
  }

  private record Primitive(
      int account_id, long id, short kind, boolean isPosted, float weight, int moveLine) {}

  @Test
  void givesPrimitivesUnlessTheyAreNull() {
    try (var table = table()) {
      var rows = table.rows(Primitive.class).iterator();
      assertThat(rows.next())
          .isEqualTo(new Primitive(4711, 9_000_000_000L, (short) 3, true, 0.5f, 12));
      assertThat(rows.hasNext()).isTrue();
      assertThatThrownBy(rows::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "account_id is NULL in row 1, counted from 0: ask isNull first, or take it as an object");
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // as bytes come
  private record Wider(
      long accountId,
      @ColumnName("account_id") @Nullable BigDecimal account,
      BigDecimal id,
      int kind,
      @ColumnName("kind") @Nullable Long longKind,
      double weight,
      CharSequence memo,
      Temporal date,
      Number debit,
      Object isPosted,
      byte[] ref,
      byte[] data) {}

  @Test
  void givesWiderTypesAsFarAsNothingIsLost() {
    try (var table = table()) {
      var row = table.rows(Wider.class).iterator().next();
      assertThat(row.accountId()).isEqualTo(4711);
      assertThat(row.account()).isEqualTo(new BigDecimal(4711));
      assertThat(row.id()).isEqualTo(new BigDecimal(9_000_000_000L));
      assertThat(row.kind()).isEqualTo(3);
      assertThat(row.longKind()).isEqualTo(3L);
      assertThat(row.weight()).isEqualTo(0.5);
      assertThat(row.memo()).isEqualTo("é");
      assertThat(row.date()).isEqualTo(TestTable.DAY);
      assertThat(row.debit()).isEqualTo(new BigDecimal("12.50"));
      assertThat(row.isPosted()).isEqualTo(true);
      assertThat(row.ref()).containsExactly(7);
      assertThat(row.data()).containsExactly(1, 2);
    }
  }

  private record Wrong(
      int id,
      long debit,
      String accountId,
      String missing,
      float kind,
      String T1,
      @ColumnName("moveLine") int line,
      BigDecimal weight,
      String memo) {}

  @Test
  void namesAllComponentsThatDoNotFit() {
    try (var table = table()) {
      var all = "date, account_id, ref, debit, id, kind, is_posted, weight, memo, data, t_1, t1,";
      assertThatThrownBy(() -> table.rows(Wrong.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              """
              rows can't be read as %s:
                id: column id is of type INT64, whose values are of Long: they don't fit int
                debit: column debit is of type Decimal[precision=18, scale=2], whose values are of BigDecimal: they don't fit long
                accountId: column account_id is of type Code[values=INT32], whose values are of Integer: they don't fit String
                missing: there is no column "missing"; there are: %s Move Line, §; another is named by @ColumnName
                kind: column kind is of type INT16, whose values are of Short: they don't fit float
                T1: it may be any of the columns t_1, t1: say which by @ColumnName
                line: there is no column "moveLine"; there are: %s Move Line, §; another is named by @ColumnName
                weight: column weight is of type FLOAT32, whose values are of Float: they don't fit BigDecimal"""
                  .formatted(Wrong.class.getName(), all, all));
    }
  }

  @Test
  void readsOnlyWhatTheHandleHas() {
    try (var table = table();
        var projected = table.project(SCHEMA.columns(SCHEMA.column("id"), SCHEMA.column("memo")))) {
      record Memo(@Nullable String memo) {}

      assertThat(projected.rows(Memo.class)).containsExactly(new Memo("é"), new Memo(null));
      assertThatThrownBy(() -> projected.rows(Boxed.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is no column \"accountId\"; there are: id, memo;");
    }
  }

  @Test
  void startsAnewWithEachIteratorAndEndsForGood() {
    try (var table = table()) {
      var rows = table.rows(Boxed.class);
      assertThat(rows).hasSize(2);
      assertThat(rows).hasSize(2);
      var iterator = rows.iterator();
      iterator.next();
      iterator.next();
      assertThat(iterator.hasNext()).isFalse();
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  private record Choosy(@Nullable String memo) {
    private Choosy {
      if (memo == null) {
        throw new UnsupportedOperationException("no memo");
      }
    }
  }

  @Test
  void failsAsTheRecordsConstructorDoes() {
    try (var table = table()) {
      var rows = table.rows(Choosy.class).iterator();
      assertThat(rows.next()).isEqualTo(new Choosy("é"));
      assertThatThrownBy(rows::next)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("no memo");
    }
  }

  @Test
  void makesRecordsOfAnotherModuleOnlyByALookupOfIts() {
    try (var table = table()) {
      assertThat(table.rows(Choosy.class, MethodHandles.lookup())).isNotNull();
      assertThatThrownBy(() -> table.rows(Choosy.class, MethodHandles.publicLookup()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pass MethodHandles.lookup() of a class in its own module");
    }
  }

  @Test
  void isRefusedOnceItsHandleIsClosed() {
    try (var table = table()) {
      var handle = table.share();
      var rows = handle.rows(Boxed.class);
      var iterator = rows.iterator();
      iterator.next();
      handle.close();
      for (Runnable use :
          List.<Runnable>of(
              iterator::next, () -> rows.forEach(row -> {}), () -> handle.rows(Boxed.class))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
    }
  }
}
