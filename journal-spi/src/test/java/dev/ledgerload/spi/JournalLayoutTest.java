package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalLayoutTest {
  @Test
  void callsColumnsByTheirFieldNamesByDefault() {
    assertThat(JournalLayout.DEFAULT.tableSql()).isEqualTo("\"gl_entries\"");
    assertThat(JournalLayout.DEFAULT.columnsSql(List.of(JournalColumn.AMOUNT, JournalColumn.T_1)))
        .isEqualTo("\"amount\", \"t_1\"");
  }

  @Test
  void quotesSchemaAndTableApart() {
    assertThat(JournalLayout.DEFAULT.withTable("Book.GL entries").tableSql())
        .isEqualTo("\"Book\".\"GL entries\"");
  }

  @Test
  void doublesQuotesSoThatANameStaysAName() {
    var layout =
        JournalLayout.DEFAULT.withTable("a\"; DROP TABLE b; --").withColumn(JournalColumn.ID, "\"");
    assertThat(layout.tableSql()).isEqualTo("\"a\"\"; DROP TABLE b; --\"");
    assertThat(layout.columnSql(JournalColumn.ID)).isEqualTo("\"\"\"\"");
    assertThat(layout.columnName(JournalColumn.ID)).isEqualTo("\"");
  }

  @Test
  void keepsOtherNamesWhenOneIsChanged() {
    var layout =
        JournalLayout.DEFAULT
            .withColumn(JournalColumn.ID, "nr")
            .withColumn(JournalColumn.AMOUNT, "value")
            .withTable("book");
    assertThat(layout.columnsSql(List.of(JournalColumn.ID, JournalColumn.AMOUNT)))
        .isEqualTo("\"nr\", \"value\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".b", "a.b.c", "a\0b"})
  void refusesWhatIsNoTableName(String name) {
    assertThatThrownBy(() -> JournalLayout.DEFAULT.withTable(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("table must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void refusesWhatIsNoColumnName(String name) {
    assertThatThrownBy(() -> JournalLayout.DEFAULT.withColumn(JournalColumn.ID, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the name of ID must be a name");
  }
}
