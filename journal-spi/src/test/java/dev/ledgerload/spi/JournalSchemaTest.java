package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Column.Role;
import dev.ledgerload.spi.ColumnType.Decimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalSchemaTest {
  private static final JournalSchema ODOO =
      JournalSchema.of("public.account_move_line")
          .day("date")
          .keys("account_id", "journal_id")
          .measures("debit", "credit")
          .codes("parent_state")
          .columns("id", "name")
          .build();

  private static JournalSchemaBuilder smallest() {
    return JournalSchema.of("t").day("d").keys("k").measures("m");
  }

  private static void assertRefused(JournalSchemaBuilder builder, String... problems) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(String.join("; ", problems));
  }

  @Test
  void isOfTheTenColumnsOfGlEntriesUnlessToldOtherwise() {
    var schema = JournalSchema.GL_ENTRIES;
    assertThat(schema.tableSql()).isEqualTo("\"gl_entries\"");
    assertThat(schema.columns())
        .extracting(Column::name)
        .containsExactly(
            "id",
            "trx_date",
            "acc_debit",
            "acc_credit",
            "amount",
            "t_1",
            "t_2",
            "t_3",
            "t_4",
            "t_5");
    assertThat(schema.columns())
        .extracting(Column::ordinal)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(schema.day().name()).isEqualTo("trx_date");
    assertThat(schema.keys()).extracting(Column::name).containsExactly("acc_debit", "acc_credit");
    assertThat(schema.measures()).extracting(Column::name).containsExactly("amount");
    assertThat(schema.onlyPositiveTotals()).isTrue();
    assertThat(schema.of(Grain.GROUP).columns())
        .extracting(Column::name)
        .containsExactly("acc_debit", "acc_credit", "total_amount", "entry_count");
  }

  @Test
  void listsDayKeysMeasuresAndCodesBeforeOtherColumns() {
    assertThat(ODOO.columns())
        .extracting(Column::name)
        .containsExactly(
            "date", "account_id", "journal_id", "debit", "credit", "parent_state", "id", "name");
    assertThat(ODOO.columns())
        .extracting(Column::role)
        .containsExactly(
            Role.DAY,
            Role.KEY,
            Role.KEY,
            Role.MEASURE,
            Role.MEASURE,
            Role.CODE,
            Role.PLAIN,
            Role.PLAIN);
    assertThat(ODOO.onlyPositiveTotals()).isFalse();
  }

  @Test
  void listsColumnsInTheOrderInWhichTheyAreNamedOnceMore() {
    assertThat(smallest().columns("x", "m", "d", "y").build().columns())
        .extracting(Column::name)
        .containsExactly("k", "x", "m", "d", "y");
  }

  @Test
  void keepsTheOrderOfKeysAndMeasuresApartFromThatOfTheTable() {
    var schema =
        smallest().keys("k2").measures("m2").columns("m2", "k2", "d", "m", "k", "x").build();
    assertThat(schema.keys()).extracting(Column::name).containsExactly("k", "k2");
    assertThat(schema.measures()).extracting(Column::name).containsExactly("m", "m2");
    assertThat(schema.of(Grain.GROUP).columns())
        .extracting(Column::name)
        .containsExactly("k2", "k", "total_m", "total_m2", "entry_count");
    assertThat(schema)
        .isNotEqualTo(
            JournalSchema.of("t")
                .day("d")
                .keys("k", "k2")
                .measures("m2", "m")
                .columns("m2", "k2", "d", "m", "k", "x")
                .build());
  }

  @Test
  void hasKeysSumsAndTheNumberOfEntriesInGroups() {
    var groups = ODOO.of(Grain.GROUP);
    assertThat(groups.grain()).isEqualTo(Grain.GROUP);
    assertThat(groups.columns())
        .extracting(Column::name)
        .containsExactly("account_id", "journal_id", "total_debit", "total_credit", "entry_count");
    assertThat(groups.measures())
        .extracting(Column::name)
        .containsExactly("total_debit", "total_credit");
    assertThat(groups.keys()).isEqualTo(ODOO.keys());
    assertThat(groups.day()).isEqualTo(ODOO.day());
    assertThat(groups.columns()).doesNotContain(groups.day());
    assertThat(groups.of(Grain.ENTRY)).isEqualTo(ODOO);
    assertThat(ODOO.of(Grain.ENTRY)).isSameAs(ODOO);
  }

  @Test
  void numbersAllColumnsInOneSequence() {
    var groups = ODOO.of(Grain.GROUP);
    assertThat(groups.columns()).extracting(Column::ordinal).containsExactly(1, 2, 8, 9, 10);
    assertThat(groups.width()).isEqualTo(11);
    assertThat(ODOO.width()).isEqualTo(11);
  }

  @Test
  void callsTheColumnsOfGroupsByTheirNamesAndFiltersNoGroups() {
    var entries =
        smallest()
            .sqlName("k", "Konto")
            .filter("x = 1")
            .dayZone(ZoneId.of("Europe/Berlin"))
            .numeric("m", new Decimal(20, 5))
            .numeric("k", new Decimal(9, 2))
            .build();
    var groups = entries.of(Grain.GROUP).withTable("book.daily");
    assertThat(groups.columnsSql(groups.columns()))
        .isEqualTo("\"k\", \"total_m\", \"entry_count\"");
    assertThat(groups.columnSql(groups.day())).isEqualTo("\"d\"");
    assertThat(groups.tableSql()).isEqualTo("\"book\".\"daily\"");
    assertThat(groups.filter()).isEmpty();
    assertThat(groups.dayZone()).isEmpty();
    assertThat(groups.digits(entries.column("m"))).isEmpty();
    assertThat(groups.digits(groups.column("total_m")))
        .as("those of a sum, with its measure's scale")
        .contains(new Decimal(38, 5));
    assertThat(groups.digits(groups.column("k"))).contains(new Decimal(9, 2));
    assertThat(groups.digits(groups.column("entry_count"))).isEmpty();
    assertThatThrownBy(() -> groups.withSqlName(groups.column("k"), "x"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(groups::toProperties).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void findsTheColumnsOfItsGrainByName() {
    assertThat(ODOO.column("debit")).isEqualTo(new Column(3, "debit", Role.MEASURE));
    assertThatThrownBy(() -> ODOO.column("total_debit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no column \"total_debit\"; there are: date, account_id, journal_id, debit,"
                + " credit, parent_state, id, name");
  }

  @Test
  void knowsWhatWasSaidOfSingleColumns() {
    var schema =
        smallest()
            .measures("cents")
            .minorUnits("cents", 2)
            .numeric("m", new Decimal(38, 5))
            .dayZone(ZoneId.of("Europe/Berlin"))
            .filter(" status = 'posted' ")
            .build();
    assertThat(schema.minorUnits(schema.column("cents"))).hasValue(2);
    assertThat(schema.minorUnits(schema.column("m"))).isEmpty();
    assertThat(schema.digits(schema.column("m"))).contains(new Decimal(38, 5));
    assertThat(schema.digits(schema.column("cents"))).isEmpty();
    assertThat(schema.dayZone()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(schema.filter()).contains("status = 'posted'");
  }

  @Test
  void quotesSchemaAndTableApart() {
    assertThat(ODOO.withTable("Book.GL entries").tableSql()).isEqualTo("\"Book\".\"GL entries\"");
    assertThat(ODOO.withTable("Book.GL entries").fromSql()).isEqualTo("\"Book\".\"GL entries\"");
  }

  @Test
  void doublesQuotesSoThatANameStaysAName() {
    var id = ODOO.column("id");
    var schema = ODOO.withTable("a\"; DROP TABLE b; --").withSqlName(id, "\"");
    assertThat(schema.tableSql()).isEqualTo("\"a\"\"; DROP TABLE b; --\"");
    assertThat(schema.columnSql(id)).isEqualTo("\"\"\"\"");
    assertThat(schema.sqlName(id)).isEqualTo("\"");
  }

  @Test
  void keepsOtherNamesWhenOneIsChanged() {
    var schema =
        JournalSchema.GL_ENTRIES
            .withSqlName(JournalSchema.GL_ENTRIES.column("id"), "nr")
            .withSqlName(JournalSchema.GL_ENTRIES.column("amount"), "value")
            .withTable("book");
    assertThat(schema.columnsSql(List.of(schema.column("id"), schema.column("amount"))))
        .isEqualTo("\"nr\", \"value\"");
    assertThat(schema.sqlNames()).isEqualTo(Map.of("id", "nr", "amount", "value"));
    assertThat(
            schema
                .withSqlName(schema.column("id"), "id")
                .withSqlName(schema.column("amount"), "amount")
                .withTable("gl_entries"))
        .isEqualTo(JournalSchema.GL_ENTRIES);
  }

  @Test
  void bracketsAQueryOnLinesOfItsOwn() {
    var schema =
        JournalSchema.ofQuery("SELECT d, k, m FROM a JOIN b USING (id) -- both\n")
            .day("d")
            .keys("k")
            .measures("m")
            .build();
    assertThat(schema.isQuery()).isTrue();
    assertThat(schema.fromSql())
        .isEqualTo("(SELECT d, k, m FROM a JOIN b USING (id) -- both\n) AS journal");
    assertThatThrownBy(schema::table)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the journal is a query, not a table");
    assertThatThrownBy(schema::tableSql).isInstanceOf(IllegalStateException.class);
    assertThat(schema.withTable("t").tableSql()).isEqualTo("\"t\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".b", "a.b.c", "a\0b"})
  void refusesWhatIsNoTableName(String name) {
    assertThatThrownBy(() -> ODOO.withTable(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("table must be");
    assertRefused(
        JournalSchema.of(name).day("d").keys("k").measures("m"),
        "table: must be \"name\" or \"schema.name\", not \"" + name + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void refusesWhatIsNoColumnNameInTheDatabase(String name) {
    assertThatThrownBy(() -> ODOO.withSqlName(ODOO.column("id"), name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the name of id must be a name");
    assertRefused(
        smallest().sqlName("k", name),
        "column.k.sql: must be what the database calls the column, not \"" + name + '"');
  }

  @Test
  void refusesColumnsThatItHasNot() {
    var other = new Column(0, "other", Role.DAY);
    assertThatThrownBy(() -> ODOO.columnSql(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("other is no column of this schema; there are: date, account_id");
    assertThatThrownBy(() -> ODOO.withSqlName(other, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ODOO.withSqlName(new Column(10, "entry_count", Role.COUNT), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertRefused(
        JournalSchema.of("a.b.c")
            .keys("m", "m")
            .measures("m", " x")
            .minorUnits("no", 19)
            .numeric("none", new Decimal(5, 2))
            .filter(" "),
        "table: must be \"name\" or \"schema.name\", not \"a.b.c\"",
        "day: no column is named: name the column of the booking day, as day=trx_date",
        "keys: m is named twice: leave one of them out",
        "measures: \" x\" is no name: it has to be one or more characters without commas, control"
            + " characters and blanks at its ends; a column that is called otherwise gets a name"
            + " here, and its own by column.NAME.sql",
        "measures: m is named by keys already: a column has one role, so leave one of them out",
        "measure.no.scale: there is no measure no: leave this out, or name one of m,  x",
        "measure.no.scale: must be the digits behind the point that the integers count, from 0 to"
            + " 18, as 2 for cents; not 19",
        "column.none.numeric: there is no column none: leave this out, or name one of m,  x",
        "filter: is empty, or has a NUL character in it: leave it out, or say a condition, as"
            + " status = 'posted'");
  }

  @Test
  void refusesContradictions() {
    assertRefused(
        smallest().query("SELECT 1;"),
        "query: is one journal and table another: leave one of them out",
        "query: is to stand in brackets: leave the semicolon at its end out");
    assertRefused(
        smallest().measures("c").minorUnits("c", 2).numeric("c", new Decimal(9, 2)),
        "column.c.numeric: measure.c.scale says that it holds integers: leave one of them out");
    assertRefused(
        smallest().numeric("d", new Decimal(9, 2)),
        "column.d.numeric: the day has no digits: leave this out");
    assertRefused(
        smallest().numeric("m", new Decimal(39, 2)),
        "column.m.numeric: a measure has at most 38 digits, not 39");
    assertThat(smallest().numeric("k", new Decimal(76, 2)).build().width()).isEqualTo(5);
  }

  @Test
  void refusesDaysAndKeysThatAreCalledLikeColumnsOfGroups() {
    assertRefused(
        JournalSchema.of("t").day("total_m").keys("k").measures("m"),
        "day: total_m is what a group's number of entries or sum is called: give the day another"
            + " name, and say column.NAME.sql=total_m");
    assertRefused(
        smallest().keys("total_m", "entry_count"),
        "keys: total_m is what a group's number of entries or sum is called: give the key another"
            + " name, and say column.NAME.sql=total_m",
        "keys: entry_count is what a group's number of entries or sum is called: give the key"
            + " another name, and say column.NAME.sql=entry_count");
    var schema = smallest().columns("total_m", "entry_count").build();
    assertThat(schema.column("total_m").role()).isEqualTo(Role.PLAIN);
    assertThat(schema.of(Grain.GROUP).column("total_m").role()).isEqualTo(Role.TOTAL);
  }

  @Test
  void hasAFingerprintThatStaysWhatItIs() {
    assertThat(JournalSchema.GL_ENTRIES.fingerprint())
        .isEqualTo("64ffdb0521605e596a9d4a2a6572f30a");
    assertThat(JournalSchema.GL_ENTRIES.of(Grain.GROUP).fingerprint())
        .isEqualTo("611ba2b63feb21f1346e3808e8e6a5d9");
  }

  @Test
  void hasAnotherFingerprintForWhateverIsSaid() {
    var variants =
        List.of(
            smallest().build(),
            smallest().build().of(Grain.GROUP),
            smallest().build().withTable("s.t"),
            JournalSchema.ofQuery("t").day("d").keys("k").measures("m").build(),
            JournalSchema.of("t").day("d2").keys("k").measures("m").build(),
            smallest().keys("k2").build(),
            smallest().measures("m2").build(),
            smallest().codes("c").build(),
            smallest().columns("c").build(),
            smallest().columns("m", "k").build(),
            smallest().dayZone(ZoneId.of("UTC")).build(),
            smallest().minorUnits("m", 2).build(),
            smallest().numeric("m", new Decimal(38, 2)).build(),
            smallest().sqlName("m", "M").build(),
            smallest().filter("true").build(),
            smallest().filter("true").build().of(Grain.GROUP),
            smallest().onlyPositiveTotals(true).build());
    assertThat(variants).doesNotHaveDuplicates();
    assertThat(variants).extracting(JournalSchema::fingerprint).doesNotHaveDuplicates();
    assertThat(variants)
        .extracting(JournalSchema::fingerprint)
        .allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{32}"));
  }

  @Test
  void isEqualToWhatSaysTheSame() {
    var same = smallest().sqlName("k", "k").filter(" x ").build();
    var again = smallest().filter("x").build();
    assertThat(same).isEqualTo(again).hasSameHashCodeAs(again);
    assertThat(same.fingerprint()).isEqualTo(again.fingerprint());
  }
}
