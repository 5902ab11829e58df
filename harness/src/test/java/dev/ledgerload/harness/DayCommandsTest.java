package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code load} and {@code totals} on the seeded journal. */
class DayCommandsTest {
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(200, 2));
  private static final String DAY = JOURNAL.parameters().day(1).toString();
  private static final JournalSchema SCHEMA = JournalSchema.GL_ENTRIES.withTable("day_commands");

  private static JournalTestbed testbed;
  private static String url;

  @TempDir Path directory;

  @BeforeAll
  static void seed() {
    testbed = JournalTestbed.start();
    url = testbed.postgresUrl().jdbcUrl();
    JOURNAL.seed(testbed.postgresUrl(), SCHEMA, SeedOptions.DEFAULT.withReplace(true));
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  private static CommandLineRun run(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--table", SCHEMA.table(), "--day", DAY));
    args.addAll(List.of("--postgres-url", url));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<String> ask(String url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }

  /** By the database. */
  private static List<String> rowsOfDay() throws SQLException {
    return ask(
        url,
        "SELECT concat_ws(',', id, trx_date, acc_debit, acc_credit, amount, %s, %s, %s, %s, %s)"
                .formatted(csv("t_1"), csv("t_2"), csv("t_3"), csv("t_4"), csv("t_5"))
            + " FROM day_commands WHERE trx_date = DATE '%s'".formatted(DAY));
  }

  private static String csv(String text) {
    return "CASE WHEN %1$s = '' OR %1$s ~ '[\",\n]' THEN '\"' || replace(%1$s, '\"', '\"\"') || '\"' ELSE coalesce(%1$s, '') END"
        .formatted(text);
  }

  @Test
  void loadsADayAndSaysSoInALine() {
    var run = run("load");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .matches(
            DAY
                + " entry: 200 rows, [\\d,]+ bytes in [\\d.,]+ ms by copy auto,"
                + " version unknown, as of \\S+Z\\R");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=csv", "--output=-"})
  void writesCsvToStandardOutput(String option) throws SQLException {
    var run = run("load", option);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("id,trx_date,acc_debit,acc_credit,amount,t_1,t_2,t_3,t_4,t_5\r\n");
    assertThat(List.of(run.out().split("\r\n", -1))).hasSize(202).last().isEqualTo("");
    assertThat(run.out().lines().skip(1)).containsExactlyInAnyOrderElementsOf(rowsOfDay());
  }

  @Test
  void writesFilesThatOthersRead() throws SQLException, IOException {
    for (var name : List.of("day.csv", "day.parquet", "day.arrow")) {
      var file = directory.resolve(name);
      Files.writeString(file, "what was there before");
      var run = run("load", "--output", file.toString(), "--columns", "id,acc_debit,amount");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err()).endsWith("; written to " + file + System.lineSeparator());
    }
    try (var files = Files.list(directory)) {
      assertThat(files).as("nothing else stays").hasSize(3);
    }
    var expected =
        ask(
            url,
            "SELECT concat_ws(' ', id, acc_debit, amount) FROM day_commands"
                + " WHERE trx_date = DATE '%s' ORDER BY id".formatted(DAY));
    for (var reader : List.of("read_csv", "read_parquet")) {
      var file = directory.resolve("day." + reader.substring("read_".length()));
      assertThat(
              ask(
                  "jdbc:duckdb:",
                  "SELECT concat_ws(' ', id, acc_debit, amount) FROM %s('%s'%s) ORDER BY id"
                      .formatted(
                          reader,
                          file,
                          reader.equals("read_csv") ? ", types={'amount': 'DECIMAL(18,2)'}" : "")))
          .as(reader)
          .isEqualTo(expected);
    }
    assertThat(
            ask(
                "jdbc:duckdb:",
                "SELECT column_type FROM (DESCRIBE FROM '%s')"
                    .formatted(directory.resolve("day.parquet"))))
        .containsExactly("BIGINT", "VARCHAR", "DECIMAL(18,2)");
    try (var allocator = new RootAllocator();
        var channel = Files.newByteChannel(directory.resolve("day.arrow"));
        var reader = new ArrowFileReader(channel, allocator)) {
      long rows = 0;
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      assertThat(rows).isEqualTo(200);
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
          .extracting(field -> field.getName())
          .containsExactly("id", "acc_debit", "amount");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format arrow | --format arrow needs a file: name it by --output",
        "--format parquet --output - | --format parquet can't go to standard output",
        "--output day.xls | day.xls doesn't say its format: let it end with .arrow, .parquet, .csv",
        "--output missing/day.csv | --output: there is no directory",
        "--output . --format csv | is no file",
        "--output day.csv --format none | leave --output out",
        "--columns id,nothing,amont | --columns: there is no column nothing, amont; there are: id,",
        "--strategy teleport | no strategy \"teleport\"; there are: copy",
        "--variant ten-streams | --variant: copy has no \"ten-streams\"; there are: auto, one-stream",
        "--max-age soon | --max-age must be a duration",
        "--option streams=0 | streams",
        "--journal nowhere.properties | --journal says which table it is",
      })
  void refusesInALine(String options, String message) {
    var run = run("load", options.split(" "));
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).startsWith("ledgerload: ").contains(message);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesWhatWasThereWhereALoadFails() throws IOException {
    var file = Files.writeString(directory.resolve("day.csv"), "before");
    var run = run("load", "--output", file.toString(), "--column", "t_1=elsewhere");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("elsewhere");
    assertThat(file).hasContent("before");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @CsvSource({"copy,one-stream,kernel", "copy,two-streams,duckdb", "select,plain,kernel"})
  void totalsAreTheSameByAllStrategies(String strategy, String variant, String processor)
      throws SQLException {
    var run =
        run(
            "totals",
            "--format=csv",
            "--strategy=" + strategy,
            "--variant=" + variant,
            "--processor=" + processor);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(" groups of ")
        .contains(
            " by %s %s and %s, version unknown, as of ".formatted(strategy, variant, processor));
    assertThat(run.out()).isEqualTo(String.join("", totalsOfDay()));
  }

  /** As CSV, by the database. */
  private static List<String> totalsOfDay() throws SQLException {
    List<String> lines = new ArrayList<>(List.of("acc_debit,acc_credit,amount,entries\r\n"));
    ask(
            url,
            "SELECT concat_ws(',', acc_debit, acc_credit, sum(amount), count(*)) FROM day_commands"
                + " WHERE trx_date = DATE '%s' GROUP BY acc_debit, acc_credit HAVING sum(amount) > 0"
                    .formatted(DAY)
                + " ORDER BY sum(amount) DESC, acc_debit COLLATE \"C\", acc_credit COLLATE \"C\"")
        .forEach(line -> lines.add(line + "\r\n"));
    return lines;
  }

  @Test
  void totalsComeAsJsonAndForPeopleToo() throws IOException, SQLException {
    var first = totalsOfDay().get(1).strip().split(",", -1);
    var file = directory.resolve("totals.json");
    assertThat(run("totals", "--format", "json", "--output", file.toString()).exitCode()).isZero();
    assertThat(Files.readString(file, UTF_8))
        .startsWith(
            "{\"day\":\"%s\",\"groups\":[\n{\"keys\":{\"acc_debit\":\"%s\",\"acc_credit\":\"%s\"},\"totals\":{\"amount\":%s},\"entries\":%s}"
                .formatted(DAY, first[0], first[1], first[2], first[3]))
        .endsWith("]}\n");
    assertThat(run("totals").out().lines())
        .first()
        .asString()
        .matches("acc_debit +acc_credit +amount +entries");
  }

  @Test
  void totalsRefuseWhatMakesNoSense() {
    var run = run("totals", "--strategy", "indb", "--processor", "duckdb");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("--processor: indb gives totals itself");
    assertThat(run("totals", "--processor", "abacus").err()).contains("no processor \"abacus\"");
  }

  @Test
  void doctorSaysWhatAJournalHasAndNeeds() {
    var run = CommandLineRun.of("doctor", "--table", SCHEMA.table(), "--postgres-url", url);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("journal            public.day_commands: table, about ")
        .contains("column             key acc_debit: text")
        .containsPattern("line               [0-9.]+ ms there and back, [0-9,]+ MB a second")
        .contains("advice             ")
        .contains("installation versions not installed: ledgerload install versions")
        .contains("strategy copy      auto, one-stream, two-streams" + System.lineSeparator())
        .contains("strategy indb      group-by; function")
        .contains(
            "strategy mv        view with what ledgerload install mv puts next to the journal")
        .contains("strategy redis     arrow-lz4 with a Redis")
        .contains("verdict            ready: run ledgerload bench with --day");
  }

  @Test
  void doctorNamesAllProblemsAtOnce() throws SQLException, IOException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS day_commands_wrong");
      statement.execute(
          "CREATE TABLE day_commands_wrong (day timestamptz, account_id int, place point, amount"
              + " float8)");
    }
    var file =
        Files.writeString(
            directory.resolve("journal.properties"),
            """
            table=day_commands_wrong
            day=day
            keys=account_id,branch
            measures=amount
            columns=place
            """);
    var run = CommandLineRun.of("doctor", "--journal", file.toString(), "--postgres-url", url);
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.out())
        .contains("problem            there is no column \"branch\"")
        .contains("\"amount\"")
        .contains("\"place\"")
        .contains("day.zone")
        .contains("note               no index begins with day")
        .contains("verdict            not ready");
  }

  @Test
  void aJournalsFileIsReadWithAllItsProblems() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("journal.properties"), "tabel=x\nday=a\nkeys=a\nmeasures=\n");
    for (var command : List.of("load", "totals", "warm", "bench")) {
      var run =
          CommandLineRun.of(
              command, "--journal", file.toString(), "--day", DAY, "--postgres-url", url);
      assertThat(run.exitCode()).as(command).isEqualTo(Ledgerload.USAGE);
      assertThat(run.err()).contains("line 1: ", "tabel", "line 3: ", "line 4: ");
    }
    var missing = CommandLineRun.of("doctor", "--journal", "no.properties", "--postgres-url", url);
    assertThat(missing.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(missing.err()).contains("there is no file no.properties", "ledgerload init");
  }
}
