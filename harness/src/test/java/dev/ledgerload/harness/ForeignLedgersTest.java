package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalTestbed;
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
import org.junit.jupiter.params.provider.ValueSource;

/** From {@code init} to totals, on ledgers as Odoo and Blnk have them. */
class ForeignLedgersTest {
  private static final String LEDGERS =
      """
      DROP SCHEMA IF EXISTS foreign_ledgers CASCADE;
      CREATE SCHEMA foreign_ledgers;
      SET search_path = foreign_ledgers;

      CREATE TABLE account_move_line (id serial PRIMARY KEY, move_id int, move_name varchar, parent_state varchar, date date, ref varchar,
        account_id int, name varchar, debit numeric, credit numeric, balance numeric, amount_currency numeric, currency_id int, company_id int,
        display_type varchar, analytic_distribution jsonb, create_date timestamp);
      INSERT INTO account_move_line (move_id, move_name, parent_state, date, ref, account_id, name, debit, credit, balance, company_id) VALUES
        (1, 'INV/1', 'posted', '2026-03-01', '', 101, 'He said "yes", twice', 10.50, 0, 10.50, 1),
        (1, 'INV/1', 'posted', '2026-03-01', 'a,b', 400, E'two\\nlines', 0, 10.5, -10.50, 1),
        (2, 'INV/2', 'posted', '2026-03-01', NULL, 101, 'Köln', 12345678901234567890.12, 0, NULL, 1),
        (3, 'INV/3', 'draft', '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (4, 'INV/4', 'posted', '2026-03-02', NULL, 101, 'x', 1, 0, 1, 1);
      CREATE INDEX ON account_move_line (date);

      CREATE TABLE blnk_transactions (id serial PRIMARY KEY, transaction_id text NOT NULL, source text, destination text, description text, reference text,
        amount bigint, currency text, status text, created_at timestamp NOT NULL, scheduled_for timestamp, meta_data jsonb);
      INSERT INTO blnk_transactions (transaction_id, source, destination, amount, currency, status, created_at) VALUES
        ('t1', 'bln_1', 'bln_2', 1234, 'USD', 'APPLIED', '2026-03-01 00:00:00'),
        ('t2', 'bln_1', 'bln_2', 1, 'USD', 'APPLIED', '2026-03-01 23:59:59.999999'),
        ('t3', 'bln_2', 'bln_1', -5, 'USD', 'VOID', '2026-03-01 12:00:00'),
        ('t4', 'bln_1', 'bln_2', 99, 'USD', 'APPLIED', '2026-03-02 00:00:00');

      CREATE TABLE typed (day date, account uuid, amount numeric(12,2), moment timestamptz, local timestamp, at time, is_final bool, n int, big bigint, doc jsonb, raw bytea, ratio float8);
      INSERT INTO typed VALUES
        ('2026-03-01', '00112233-4455-6677-8899-aabbccddeeff', 1.10, '2026-03-01 10:00:00.5+02', '2026-03-01 10:00', '10:00', true, 1, 9007199254740993, '{"a": 1}', '\\x00ff', 0.1),
        ('2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
      ANALYZE account_move_line, blnk_transactions, typed;
      """;

  private static JournalTestbed testbed;
  private static String url;
  @TempDir static Path directory;

  @BeforeAll
  static void makeLedgers() throws SQLException {
    testbed = JournalTestbed.start();
    url = testbed.postgresUrl().jdbcUrl();
    execute(LEDGERS);
    for (var table : List.of("account_move_line", "blnk_transactions", "typed")) {
      var run =
          CommandLineRun.of(
              "init",
              "--postgres-url",
              url,
              "--table",
              "foreign_ledgers." + table,
              "--output",
              file(table).toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  @AfterAll
  static void dropLedgers() throws SQLException {
    execute("DROP SCHEMA foreign_ledgers CASCADE");
    testbed.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Path file(String table) {
    return directory.resolve(table + ".properties");
  }

  private static CommandLineRun run(String command, String table, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--journal", file(table).toString()));
    args.addAll(List.of("--postgres-url", url));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<String> askDuckDb(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }

  @Test
  void initWritesOverNothingUnlessItIsTold() throws IOException {
    var before = Files.readString(file("typed"));
    var again =
        new String[] {
          "init",
          "--postgres-url",
          url,
          "--table",
          "foreign_ledgers.typed",
          "--output",
          file("typed").toString()
        };
    var refused = CommandLineRun.of(again);
    assertThat(refused.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(refused.err()).contains("is there already: give --replace");
    Files.writeString(file("typed"), "table=other\n");
    var replaced = new ArrayList<>(List.of(again));
    replaced.add("--replace");
    var run = CommandLineRun.of(replaced.toArray(String[]::new));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "next: ledgerload load --journal %s --day 2026-03-01%n".formatted(file("typed")));
    assertThat(file("typed")).hasContent(before);
  }

  @Test
  void initPrintsWhatItCanNotWrite() throws SQLException {
    execute("CREATE TABLE IF NOT EXISTS foreign_ledgers.unclear (a int, b text)");
    var run =
        CommandLineRun.of("init", "--postgres-url", url, "--table", "foreign_ledgers.unclear");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.out()).contains("table=foreign_ledgers.unclear", "#day=");
    assertThat(run.err()).contains("the proposal can't be loaded yet: no column of ");
    var nothing = CommandLineRun.of("init", "--postgres-url", url, "--table", "foreign_ledgers.no");
    assertThat(nothing.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(nothing.err()).contains("there is no table or view");
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "select"})
  void csvOfOdoosLinesIsWhatTheDatabaseHas(String strategy) {
    var run =
        run(
            "load",
            "account_move_line",
            "--day=2026-03-01",
            "--format=csv",
            "--columns=id,date,ref,account_id,name,debit,credit,balance",
            "--strategy=" + strategy);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("2026-03-01 entry: 4 rows, ");
    assertThat(run.out())
        .isEqualTo(
            """
            date,account_id,debit,credit,balance,id,ref,name
            2026-03-01,101,10.50,0.00,10.50,1,"","He said ""yes"", twice"
            2026-03-01,400,0.00,10.50,-10.50,2,"a,b","two\nlines"
            2026-03-01,101,12345678901234567890.12,0.00,,3,,Köln
            2026-03-01,,,,,4,,
            """
                .replace("\n", "\r\n")
                .replace("two\r\nlines", "two\nlines"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "select", "indb", "copy --processor=duckdb"})
  void totalsOfOdoosLinesAreTheDatabases(String how) {
    var args = new ArrayList<>(List.of("--day=2026-03-01", "--format=csv", "--strategy"));
    args.addAll(List.of(how.split(" ")));
    var run = run("totals", "account_move_line", args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("2026-03-01 totals: 3 groups of 4 entries in ");
    assertThat(run.out())
        .isEqualTo(
            """
            account_id,debit,credit,balance,entries
            101,12345678901234567900.62,0.00,10.50,2
            400,0.00,10.50,-10.50,1
            ,,,,1
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void aFilterIsHeeded() throws IOException {
    var filtered = directory.resolve("filtered.properties");
    Files.writeString(
        filtered,
        Files.readString(file("account_move_line")) + "\nfilter=parent_state = 'posted'\n");
    var run = run("totals", "filtered", "--day=2026-03-01", "--format=json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            {"day":"2026-03-01","groups":[
            {"keys":{"account_id":101},"totals":{"debit":12345678901234567900.62,"credit":0.00,"balance":10.50},"entries":2},
            {"keys":{"account_id":400},"totals":{"debit":0.00,"credit":10.50,"balance":-10.50},"entries":1}]}
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "select", "indb"})
  void totalsOfBlnksTransactionsAreInUnitsOfTheirCurrency(String strategy) {
    var run =
        run(
            "totals",
            "blnk_transactions",
            "--day=2026-03-01",
            "--format=csv",
            "--strategy=" + strategy);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "source,destination,amount,entries\r\nbln_1,bln_2,12.35,2\r\nbln_2,bln_1,-0.05,1\r\n");
  }

  @Test
  void typesAreKeptInFiles() throws SQLException, IOException {
    var properties = directory.resolve("all.properties");
    Files.writeString(
        properties,
        """
        table=foreign_ledgers.typed
        day=day
        keys=account
        measures=amount
        columns=moment,local,at,is_final,n,big,doc,raw,ratio
        """);
    for (var ending : List.of("parquet", "arrow", "csv")) {
      var run =
          run("load", "all", "--day=2026-03-01", "--output=" + directory.resolve("all." + ending));
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    var parquet = directory.resolve("all.parquet");
    assertThat(askDuckDb("SELECT column_type FROM (DESCRIBE FROM '%s')".formatted(parquet)))
        .containsExactly(
            "DATE",
            "UUID",
            "DECIMAL(12,2)",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP",
            "TIME",
            "BOOLEAN",
            "INTEGER",
            "BIGINT",
            "JSON",
            "BLOB",
            "DOUBLE");
    assertThat(
            askDuckDb(
                "SELECT concat_ws(' ', account, amount, epoch_us(moment), \"local\", \"at\", is_final, n, big, doc, hex(raw), ratio) FROM '%s'"
                    .formatted(parquet)))
        .containsExactly(
            "00112233-4455-6677-8899-aabbccddeeff 1.10 1772352000500000 2026-03-01 10:00:00 10:00:00 true 1 9007199254740993 {\"a\": 1} 00FF 0.1",
            "");
    assertThat(Files.readString(directory.resolve("all.csv")))
        .isEqualTo(
            """
            day,account,amount,moment,local,at,is_final,n,big,doc,raw,ratio
            2026-03-01,00112233-4455-6677-8899-aabbccddeeff,1.10,2026-03-01T08:00:00.500Z,2026-03-01T10:00:00,10:00:00,true,1,9007199254740993,"{""a"": 1}",\\x00ff,0.1
            2026-03-01,,,,,,,,,,,
            """
                .replace("\n", "\r\n"));
    try (var allocator = new RootAllocator();
        var channel = Files.newByteChannel(directory.resolve("all.arrow"));
        var reader = new ArrowFileReader(channel, allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      var root = reader.getVectorSchemaRoot();
      assertThat(root.getRowCount()).isEqualTo(2);
      assertThat(root.getVector("amount").getObject(0)).hasToString("1.10");
      assertThat(root.getVector("big").getObject(0)).isEqualTo(9007199254740993L);
      assertThat(root.getVector("doc").getObject(0)).hasToString("{\"a\": 1}");
      assertThat(root.getVector("doc").getField().getMetadata())
          .containsEntry("ARROW:extension:name", "arrow.json");
      assertThat(root.getVector("amount").isNull(1)).isTrue();
    }
  }

  @Test
  void whatAFormatCanNotHoldIsRefusedByName() throws SQLException, IOException {
    execute(
        "CREATE TABLE foreign_ledgers.wide AS SELECT DATE '2026-03-01' AS day, 1 AS account,"
            + " 1.5::numeric(9,2) AS amount, 1.5::numeric(50,2) AS wide");
    Files.writeString(
        file("wide"),
        """
        table=foreign_ledgers.wide
        day=day
        keys=account
        measures=amount
        columns=wide
        """);
    var parquet = directory.resolve("wide.parquet");
    var refused = run("load", "wide", "--day=2026-03-01", "--output=" + parquet);
    assertThat(refused.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(refused.err()).contains("column wide has 50 digits").contains("write Arrow or CSV");
    assertThat(parquet).doesNotExist();
    assertThat(run("load", "wide", "--day=2026-03-01", "--format=csv").out())
        .isEqualTo("day,account,amount,wide\r\n2026-03-01,1,1.50,1.50\r\n");
  }

  @Test
  void otherCommandsTakeTheFileToo() {
    var table = "foreign_ledgers.blnk_transactions";
    assertThat(run("install", "blnk_transactions", "versions").out())
        .isEqualTo("versions: installed next to %s%n".formatted(table));
    try {
      assertThat(run("doctor", "blnk_transactions").out())
          .contains("installation versions installed", "verdict            ready");
      assertThat(run("load", "blnk_transactions", "--day=2026-03-01").err())
          .contains(", version ")
          .doesNotContain("version unknown");
      var warm =
          run(
              "warm",
              "blnk_transactions",
              "--day=2026-03-01",
              "--redis-url=" + testbed.redisUrl().uri());
      assertThat(warm.exitCode()).as(warm.err()).isZero();
      assertThat(warm.out()).contains("2026-03-01 entry: 3 rows");
      var held =
          run(
              "load",
              "blnk_transactions",
              "--day=2026-03-01",
              "--strategy=redis",
              "--columns=amount",
              "--format=csv",
              "--redis-url=" + testbed.redisUrl().uri());
      assertThat(held.exitCode()).as(held.err()).isZero();
      assertThat(held.out()).isEqualTo("amount\r\n12.34\r\n0.01\r\n-0.05\r\n");
    } finally {
      assertThat(run("uninstall", "blnk_transactions", "versions").exitCode()).isZero();
    }
  }

  @Test
  void proposalsSayWhatTheyWereMadeOf() throws IOException {
    var schema = JournalSchema.read(file("blnk_transactions"));
    assertThat(schema.table()).isEqualTo("foreign_ledgers.blnk_transactions");
    assertThat(Files.readString(file("account_move_line"))).contains("which an index begins with");
  }
}
