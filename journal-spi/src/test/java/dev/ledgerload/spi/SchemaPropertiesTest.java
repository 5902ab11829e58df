package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Decimal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPropertiesTest {
  private static final String SMALLEST = "table=t\nday=d\nkeys=k\nmeasures=m\n";

  private static JournalSchemaBuilder smallest() {
    return JournalSchema.of("t").day("d").keys("k").measures("m");
  }

  private static void assertRefused(String text, String... problems) {
    var title = problems.length == 1 ? "a problem" : problems.length + " problems";
    assertThatThrownBy(() -> JournalSchema.parse(text, "journal.properties"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("journal.properties has " + title + ":\n  " + String.join("\n  ", problems));
  }

  @Test
  void readsAllKeys() {
    var schema =
        JournalSchema.parse(
            """
            # the ledger of the shop
            table=public.account_move_line
            day=created_at
            day.zone=Europe/Berlin
            keys=account_id, journal_id
            measures=debit,credit,cents
            measure.cents.scale=2
            codes=parent_state
            columns=id,name
            column.debit.numeric=38,5
            column.journal_id.sql=Journal Nr.
            filter=parent_state = 'posted'
            totals=positive
            """,
            "journal.properties");
    assertThat(schema)
        .isEqualTo(
            JournalSchema.of("public.account_move_line")
                .day("created_at")
                .dayZone(ZoneId.of("Europe/Berlin"))
                .keys("account_id", "journal_id")
                .measures("debit", "credit", "cents")
                .minorUnits("cents", 2)
                .codes("parent_state")
                .columns("id", "name")
                .numeric("debit", new Decimal(38, 5))
                .sqlName("journal_id", "Journal Nr.")
                .filter("parent_state = 'posted'")
                .onlyPositiveTotals(true)
                .build());
  }

  @Test
  void takesAllGroupsAndNoFurtherColumnsByDefault() {
    assertThat(JournalSchema.parse(SMALLEST, "x")).isEqualTo(smallest().build());
    assertThat(JournalSchema.parse(SMALLEST + "totals=all\ncolumns=\n", "x"))
        .isEqualTo(smallest().build());
  }

  @Test
  void readsAQueryOverSeveralLines() {
    var schema =
        JournalSchema.parse(
            """
            query=SELECT d, k, m \\
                  FROM a JOIN b \\
                  USING (id)
            day=d
            keys=k
            measures=m
            """,
            "x");
    assertThat(schema.fromSql())
        .isEqualTo("(SELECT d, k, m FROM a JOIN b USING (id)\n) AS journal");
  }

  @Test
  void readsTheSyntaxOfProperties() {
    var schema =
        JournalSchema.parse(
            "\uFEFF  ! what Windows' editors write\r\n\r\n  table : t\r\nday\td \r\nkeys k\r\n"
                .concat("measures=caf\\u00e9\\\r\n\r\ncolumn.caf\\u00e9.sql = Caf\u00e9\\\\\r\n")
                .concat("columns=a b\rcolumn.a\\ b.sql=a\\tb"),
            "x");
    assertThat(schema)
        .isEqualTo(
            JournalSchema.of("t")
                .day("d")
                .keys("k")
                .measures("café")
                .columns("a b")
                .sqlName("café", "Café\\")
                .sqlName("a b", "a\tb")
                .build());
  }

  @Test
  void namesAllProblemsAtOnceEachWithItsLine() {
    assertRefused(
        """
        # a journal
        table=t
        query=SELECT 1

        key=account_id
        measures=debit,,debit
        measures=credit
        measure.debit.scale=two
        column.debit.numeric=38
        column.nothing.sql=x
        day.zone=Berlin
        totals=some
        filter=\\

        day=\\u12
        """,
        "line 3: query: is one journal and table another: leave one of them out",
        "line 5: there is no key \"key\"; there are: table, query, day, day.zone, keys, measures,"
            + " measure.NAME.scale, codes, columns, column.NAME.numeric, column.NAME.sql, filter,"
            + " totals",
        "line 6: measures: \"\" is no name: it has to be one or more characters without commas,"
            + " control characters and blanks at its ends; a column that is called otherwise gets"
            + " a name here, and its own by column.NAME.sql",
        "line 6: measures: debit is named twice: leave one of them out",
        "line 7: measures: line 6 says it already: leave one of them out",
        "line 8: measure.debit.scale: must be the digits behind the point that the integers count,"
            + " as 2 for cents, not \"two\"",
        "line 9: column.debit.numeric: must be all digits, from 1 to 76, and those of them behind"
            + " the point, as 38,5, not \"38\"",
        "line 10: column.nothing.sql: there is no column nothing: leave this out, or name one of"
            + " debit, ",
        "line 11: day.zone: must be a time zone, as Europe/Berlin or UTC, not \"Berlin\"",
        "line 12: totals: must be all or positive, not \"some\"",
        "line 13: filter: is empty, or has a NUL character in it: leave it out, or say a"
            + " condition, as status = 'posted'",
        "line 15: \\u isn't followed by four hexadecimal digits: write \\\\u for a \\u",
        "day: no column is named: name the column of the booking day, as day=trx_date",
        "keys: no column is named: name one or more columns that entries are grouped by, as"
            + " keys=account_id");
  }

  @Test
  void namesTheLineOfAProblemThatAnotherLineCauses() {
    assertRefused(
        "measures=m\nkeys=k\nday=k\ntable=t",
        "line 2: keys: k is named by day already: a column has one role, so leave one of them out");
    assertRefused(
        SMALLEST + "codes=m",
        "line 5: codes: m is named by measures already: a column"
            + " has one role, so leave one of them out");
  }

  @Test
  void theKeysThatARefusalListsAreSettingsAndNoOthers() {
    assertThatThrownBy(() -> JournalSchema.parse(SMALLEST + "colums=x", "x"))
        .satisfies(
            refusal -> {
              var listed =
                  String.valueOf(refusal.getMessage()).replaceFirst("(?s).*there are: ", "");
              assertThat(listed.strip().split(", ", -1))
                  .hasSizeGreaterThan(10)
                  .allMatch(JournalSchema::isSetting);
            });
    assertThat(List.of("colums", "Table", "column.x", "measure.x.sql", "url", ""))
        .noneMatch(JournalSchema::isSetting);
  }

  @Test
  void namesAMissingTableWithoutALine() {
    assertRefused(
        "day=d\nkeys=k\nmeasures=m",
        "table: is missing: name the journal's table, as table=public.gl_entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"77,0", "5,6", "0,0", "5,-1", "5", "5,2,1", "a,b", "9999999999,1"})
  void refusesDigitsThatCannotBeHeld(String digits) {
    assertRefused(
        SMALLEST + "column.m.numeric=" + digits,
        ("line 5: column.m.numeric: must be all digits, from 1 to 76, and those of them behind the"
                + " point, as 38,5, not \"%s\"")
            .formatted(digits));
  }

  @Test
  void readsWhatItWrites() throws IOException {
    var schema =
        JournalSchema.ofQuery("SELECT a,\n\tb \\ c -- ü\r\nFROM \"x:y=z\" WHERE e = '#!'")
            .day("d d")
            .dayZone(ZoneId.of("+02:00"))
            .keys("a:b", "c=d")
            .measures("#m", "!n")
            .minorUnits("!n", 0)
            .numeric("#m", new Decimal(20, 3))
            .codes("é\\")
            .columns("a.b", "#m")
            .sqlName("a:b", " a,b ")
            .sqlName("é\\", "\u2028 \f")
            .filter("a = '\\n'")
            .onlyPositiveTotals(true)
            .build();
    var text = schema.toProperties();
    assertThat(JournalSchema.parse(text, "x")).isEqualTo(schema);
    var other = smallest().keys("k2").columns("d", "k2", "k", "m").build();
    assertThat(JournalSchema.parse(other.toProperties(), "x")).isEqualTo(other);
    var properties = new Properties();
    properties.load(new StringReader(text));
    assertThat(properties.getProperty("query"))
        .isEqualTo("SELECT a,\n\tb \\ c -- ü\r\nFROM \"x:y=z\" WHERE e = '#!'");
  }

  @Test
  void writesALineForEachSettingThatIsNotAsItWouldBeAnyway() {
    assertThat(smallest().columns("x").build().toProperties()).isEqualTo(SMALLEST + "columns=x\n");
    assertThat(JournalSchema.GL_ENTRIES.toProperties())
        .isEqualTo(
            """
            table=gl_entries
            day=trx_date
            keys=acc_debit,acc_credit
            measures=amount
            codes=t_1,t_2,t_3,t_4,t_5
            columns=id,trx_date,acc_debit,acc_credit,amount,t_1,t_2,t_3,t_4,t_5
            totals=positive
            """);
    assertThat(JournalSchema.parse(JournalSchema.GL_ENTRIES.toProperties(), "x"))
        .isEqualTo(JournalSchema.GL_ENTRIES);
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("journal.properties");
    Files.writeString(file, SMALLEST + "columns=Währung");
    assertThat(JournalSchema.read(file)).isEqualTo(smallest().columns("Währung").build());
    Files.writeString(file, "day=d");
    assertThatThrownBy(() -> JournalSchema.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + " has 3 problems:\n  ");
  }

  @Test
  void refusesAFileThatIsNotInUtf8(@TempDir Path folder) throws IOException {
    var file = folder.resolve("journal.properties");
    Files.write(file, (SMALLEST + "columns=Währung").getBytes(ISO_8859_1));
    assertThatThrownBy(() -> JournalSchema.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " isn't in UTF-8: save it as UTF-8");
  }
}
