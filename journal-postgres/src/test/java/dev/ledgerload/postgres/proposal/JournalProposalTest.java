package dev.ledgerload.postgres.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of the ledgers of eight public systems, as PostgreSQL's catalogue has them. */
class JournalProposalTest {
  private static JournalTestbed testbed;
  private static Connection connection;

  @BeforeAll
  static void makeLedgers() throws SQLException, IOException {
    testbed = JournalTestbed.start();
    connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
    try (var script = JournalProposalTest.class.getResourceAsStream("ledgers.sql")) {
      execute(new String(requireNonNull(script).readAllBytes(), UTF_8));
    }
  }

  @AfterAll
  static void dropLedgers() throws SQLException {
    execute("DROP SCHEMA proposal_test CASCADE");
    connection.close();
    testbed.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static JournalProposal propose(String table) throws SQLException {
    return JournalProposal.of(connection, "init", "proposal_test." + table);
  }

  private static JournalSchema schema(JournalProposal proposal) {
    assertThat(proposal.missing()).isEmpty();
    return JournalSchema.parse(proposal.properties(), "proposal");
  }

  private static List<String> names(Iterable<Column> columns) {
    return java.util.stream.StreamSupport.stream(columns.spliterator(), false)
        .map(Column::name)
        .toList();
  }

  @Test
  void ofOdoo() throws SQLException {
    var proposal = propose("account_move_line");
    var schema = schema(proposal);
    assertThat(schema.table()).isEqualTo("proposal_test.account_move_line");
    assertThat(schema.day().name()).isEqualTo("date");
    assertThat(names(schema.keys())).containsExactly("account_id");
    assertThat(names(schema.measures())).containsExactly("debit", "credit", "balance");
    assertThat(schema.digits(schema.column("debit"))).contains(new Decimal(38, 2));
    assertThat(schema.filter()).isEmpty();
    assertThat(names(schema.columns())).contains("id", "move_id", "parent_state");
    assertThat(proposal.properties())
        .contains("#filter=\"parent_state\" = 'posted'")
        .contains("#   parent_state has posted, draft")
        .contains("which an index begins with")
        .contains("#   analytic_distribution: ")
        .contains("#   amount_currency: NULL in every row that the statistics know")
        .contains("Other columns that could be it: create_date");
    assertThat(proposal.someDay()).contains("2026-03-03");
  }

  @Test
  void ofFineract() throws SQLException {
    var proposal = propose("acc_gl_journal_entry");
    var schema = schema(proposal);
    assertThat(schema.day().name()).isEqualTo("entry_date");
    assertThat(names(schema.keys())).containsExactly("account_id", "type_enum");
    assertThat(names(schema.measures())).containsExactly("amount");
    assertThat(names(schema.columns()))
        .contains("currency_code", "reversed", "transaction_id")
        .doesNotContain("description");
    assertThat(proposal.properties())
        .contains("leads to acc_gl_account")
        .contains("so that debits and credits aren't added")
        .contains("#filter=NOT \"reversed\"")
        .contains("without an index: each load reads the whole table");
  }

  @Test
  void ofLedgerSmbWhoseAmountsHaveNoDigits() throws SQLException {
    var proposal = propose("acc_trans");
    var schema = schema(proposal);
    assertThat(schema.day().name()).isEqualTo("transdate");
    assertThat(names(schema.keys())).containsExactly("chart_id");
    assertThat(names(schema.measures())).containsExactly("amount");
    assertThat(schema.digits(schema.column("amount"))).contains(new Decimal(38, 3));
    assertThat(proposal.properties()).contains("in 300 rows that were looked at");
  }

  @Test
  void ofIdempiereWhoseDaysAreTimestamps() throws SQLException {
    var schema = schema(propose("fact_acct"));
    assertThat(schema.day().name()).isEqualTo("dateacct");
    assertThat(schema.dayZone()).isEmpty();
    assertThat(names(schema.keys())).containsExactly("account_id");
    assertThat(names(schema.measures()))
        .containsExactly("amtsourcedr", "amtsourcecr", "amtacctdr", "amtacctcr");
  }

  @Test
  void ofGnuCashWhoseDayIsInAnotherTable() throws SQLException {
    var proposal = propose("splits");
    var schema = schema(proposal);
    assertThat(proposal.isQuery()).isTrue();
    assertThat(proposal.someDay()).contains("2026-03-03");
    assertThat(schema.isQuery()).isTrue();
    assertThat(schema.day().name()).isEqualTo("post_date");
    assertThat(names(schema.keys())).containsExactly("account_guid");
    assertThat(names(schema.measures())).contains("value_num");
    assertThat(schema.minorUnits(schema.column("value_num"))).hasValue(2);
    assertThat(proposal.properties())
        .contains("Its lines have no day: that is in proposal_test.transactions")
        .contains("value_denom is 100 in all of 300 rows");
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + schema.fromSql())) {
      rows.next();
      assertThat(rows.getLong(1)).isEqualTo(300);
    }
  }

  @Test
  void ofBlnkWhoseAmountsAreWholeNumbers() throws SQLException {
    var proposal = propose("blnk_transactions");
    var schema = schema(proposal);
    assertThat(schema.day().name()).isEqualTo("created_at");
    assertThat(names(schema.keys())).containsExactly("source", "destination");
    assertThat(names(schema.measures())).containsExactly("amount");
    assertThat(schema.minorUnits(schema.column("amount"))).hasValue(2);
    assertThat(proposal.properties()).contains("taken for hundredths");
  }

  @Test
  void ofPgledgerWhoseDaysAreMoments() throws SQLException {
    var schema = schema(propose("pgledger_transfers"));
    assertThat(schema.day().name()).isEqualTo("event_at");
    assertThat(schema.dayZone()).contains(ZoneId.of("UTC"));
    assertThat(names(schema.keys())).containsExactly("from_account_id", "to_account_id");
    assertThat(names(schema.measures())).containsExactly("amount");
  }

  @Test
  void ofKillBillWhereOneAmountIsInSeveralCurrencies() throws SQLException {
    var proposal = propose("invoice_items");
    var schema = schema(proposal);
    assertThat(schema.day().name()).isEqualTo("start_date");
    assertThat(names(schema.keys())).containsExactly("account_id", "currency");
    assertThat(names(schema.measures())).containsExactly("amount");
    assertThat(proposal.properties()).contains("so that no amounts of two currencies are added");
  }

  @Test
  void saysWhatItCanNotFind() throws SQLException {
    execute(
        "CREATE TABLE proposal_test.nothing (a int, b point, c float8, amount float8, \"d,e\" int)");
    var proposal = propose("nothing");
    assertThat(proposal.missing())
        .anySatisfy(line -> assertThat(line).contains("booking day"))
        .anySatisfy(line -> assertThat(line).contains("keys="))
        .anySatisfy(line -> assertThat(line).contains("measures="));
    assertThat(proposal.properties())
        .contains("#day=", "#keys=", "#measures=")
        .contains("#   b: point isn't held")
        .contains("#   amount: double precision isn't exact, so it isn't summed")
        .contains("#   d,e: its name can't stand in a list");
    assertThatThrownBy(() -> JournalSchema.parse(proposal.properties(), "proposal"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesNamesAsTheyAre() throws SQLException {
    execute(
        "CREATE TABLE proposal_test.\"Odd Names\" (\"Posting Day\" date, \"accountId\" int, \"back\\slash\" int,"
            + " \"Amount=EUR\" numeric(10,2))");
    var schema = schema(propose("Odd Names"));
    assertThat(schema.table()).isEqualTo("proposal_test.Odd Names");
    assertThat(names(schema.columns()))
        .contains("Posting Day", "accountId", "back\\slash", "Amount=EUR");
  }

  @Test
  void leavesOutWhatMayNotBeRead() throws SQLException {
    execute(
        "CREATE TABLE proposal_test.secret (trx_date date, account_id int, amount numeric(9,2), salary int);"
            + " DROP ROLE IF EXISTS proposal_reader; CREATE ROLE proposal_reader;"
            + " GRANT USAGE ON SCHEMA proposal_test TO proposal_reader;"
            + " GRANT SELECT (trx_date, account_id, amount) ON proposal_test.secret TO proposal_reader;"
            + " SET ROLE proposal_reader");
    try {
      var proposal = propose("secret");
      assertThat(names(schema(proposal).columns()))
          .containsExactly("trx_date", "account_id", "amount");
      assertThat(proposal.properties()).contains("#   salary: you may not read it");
    } finally {
      execute("RESET ROLE; DROP OWNED BY proposal_reader; DROP ROLE proposal_reader");
    }
  }

  @Test
  void looksThroughDomainsAndReadsViews() throws SQLException {
    execute(
        "CREATE DOMAIN proposal_test.cents AS numeric(12,2); CREATE DOMAIN proposal_test.eur AS proposal_test.cents NOT NULL;"
            + " CREATE TABLE proposal_test.booked (booking_date date, account text, amount proposal_test.eur);"
            + " CREATE VIEW proposal_test.shown AS SELECT * FROM proposal_test.booked");
    var schema = schema(propose("booked"));
    assertThat(names(schema.measures())).containsExactly("amount");
    assertThat(schema.digits(schema.column("amount"))).isEmpty();
    var view = propose("shown");
    assertThat(schema(view).withTable("t")).isEqualTo(schema.withTable("t"));
    assertThat(view.properties()).contains("for the view proposal_test.shown");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> propose("nowhere"))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("\"proposal_test\".\"nowhere\"");
  }
}
