package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnSetTest {
  private static final JournalSchema SCHEMA = JournalSchema.GL_ENTRIES;

  private static Column column(String name) {
    return SCHEMA.column(name);
  }

  /** A schema of so many columns of entries and three of groups, its own. */
  private static JournalSchema wide(int columns) {
    return JournalSchema.of("wide")
        .day("day")
        .keys("key")
        .measures("amount")
        .columns(IntStream.range(3, columns).mapToObj(i -> "c" + i).toArray(String[]::new))
        .build();
  }

  @Test
  void listsItsColumnsInTheOrderOfTheSchema() {
    assertThat(SCHEMA.columns(column("t_1"), column("amount"), column("id")))
        .containsExactly(column("id"), column("amount"), column("t_1"));
    var iterator = SCHEMA.columns(column("t_5")).iterator();
    assertThat(iterator.next()).isEqualTo(column("t_5"));
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 61, 62, 63, 64, 65, 127, 128, 129, 1600})
  void answersLikeAnySetWhateverTheNumberOfColumns(int columns) {
    var schema = wide(columns);
    var all = schema.columns();
    var random = new Random(columns);
    assertThat(all).hasSize(columns);
    assertThat(schema.width()).isEqualTo(columns + 2);
    List<Column> list = new ArrayList<>(all);
    for (int round = 0; round < 50; round++) {
      var one = some(list, random);
      var other = some(list, random);
      var mine = all.of(one);
      var others = all.of(other);
      Set<Column> union = new HashSet<>(one);
      union.addAll(other);
      Set<Column> difference = new HashSet<>(one);
      difference.removeAll(other);

      assertThat(mine).hasSize(one.size());
      assertThat(mine.equals(one)).isTrue();
      assertThat(one.equals(mine)).isTrue();
      assertThat(mine.hashCode()).isEqualTo(one.hashCode());
      assertThat(mine.equals(others)).isEqualTo(one.equals(other));
      assertThat(mine.containsAll(others)).isEqualTo(one.containsAll(other));
      assertThat(mine.containsAll(other)).isEqualTo(one.containsAll(other));
      assertThat(mine.union(others).containsAll(others)).isTrue();
      assertThat(mine.union(others)).isEqualTo(union);
      assertThat(mine.without(others)).isEqualTo(difference);
      for (var column : list) {
        assertThat(mine.contains(column)).isEqualTo(one.contains(column));
      }
    }
  }

  private static Set<Column> some(List<Column> columns, Random random) {
    Set<Column> some = new HashSet<>();
    int share = 1 + random.nextInt(columns.size());
    for (var column : columns) {
      if (random.nextInt(columns.size()) < share) {
        some.add(column);
      }
    }
    return some;
  }

  @Test
  void isNotChangedByAnything() {
    var columns = SCHEMA.columns(column("id"));
    assertThatThrownBy(() -> columns.add(column("amount")))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(columns::clear).isInstanceOf(UnsupportedOperationException.class);
    columns.union(SCHEMA.columns(column("amount")));
    columns.without(columns);
    assertThat(columns).containsExactly(column("id"));
  }

  @Test
  void takesColumnsOfTheSameSchemaElsewhereForItsOwn() {
    var elsewhere =
        JournalSchema.GL_ENTRIES.withTable("other").withSqlName(column("id"), "nr").columns();
    assertThat(SCHEMA.columns().containsAll(elsewhere)).isTrue();
    assertThat(SCHEMA.columns()).isEqualTo(elsewhere);
    assertThat(wide(70).columns().containsAll(wide(70).columns())).isTrue();
    assertThat(wide(70).columns()).isEqualTo(wide(70).columns());
  }

  @Test
  void doesNotContainWhatAnotherSchemaHas() {
    var other = wide(12);
    assertThat(SCHEMA.columns().containsAll(other.columns())).isFalse();
    assertThat(SCHEMA.columns().contains(other.column("c5"))).isFalse();
    assertThat(SCHEMA.columns()).isNotEqualTo(other.columns());
    assertThat(SCHEMA.columns().containsAll(other.columns(new Column[0]))).isTrue();
    assertThatThrownBy(() -> SCHEMA.columns().union(other.columns()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "day is no column of this schema, or has another place in it; there are: id, trx_date,"
                + " acc_debit, acc_credit, amount, t_1, t_2, t_3, t_4, t_5, total_amount,"
                + " entry_count");
  }

  @Test
  void doesNotTakeAColumnOfTheSameNameAndAnotherRoleForItsOwn() {
    var other = new Column(column("id").ordinal(), "id", Column.Role.CODE);
    assertThat(SCHEMA.columns().contains(other)).isFalse();
    assertThatThrownBy(() -> SCHEMA.columns(other)).isInstanceOf(IllegalArgumentException.class);
  }
}
