package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real server, with users of its own. */
@Tag("rights")
class JournalIdentityTest {
  private static final String PASSWORD = "only-for-tests";
  private static final JournalSchema LAYOUT =
      JournalSchema.GL_ENTRIES.withTable(Database.SCHEMA + ".journal");

  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private final String alice = "alice_" + unique;
  private final String bob = "bob_" + unique;

  @BeforeEach
  void makeJournal() throws SQLException {
    Database.makeSchema();
    for (var role : new String[] {alice, bob}) {
      Database.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD),
          "GRANT USAGE ON SCHEMA %s TO %s".formatted(Database.SCHEMA, role));
    }
    inSchema(
        "CREATE TABLE journal (id bigint, trx_date date, amount numeric, owner text)",
        "GRANT SELECT ON journal TO %s, %s".formatted(alice, bob));
  }

  @AfterEach
  void dropAll() throws SQLException {
    Database.dropSchema();
    for (var role : new String[] {alice, bob}) {
      Database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  private static void inSchema(String... statements) throws SQLException {
    for (var sql : statements) {
      Database.execute("SET search_path = %s; %s".formatted(Database.SCHEMA, sql));
    }
  }

  private static PostgresUrl urlOf(String role, String... parameters) {
    var at = URI.create(Database.url().jdbcUrl().substring("jdbc:".length()));
    var url =
        "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
            .formatted(at.getHost(), at.getPort(), at.getPath(), role, PASSWORD);
    return new PostgresUrl(parameters.length == 0 ? url : url + "&" + String.join("&", parameters));
  }

  private static JournalIdentity ask(PostgresUrl url, JournalSchema schema) {
    try (var session = PostgresSession.unopened("test", url, Map.of())) {
      return JournalIdentity.ask(session, "test", schema, Deadline.after(Duration.ofMinutes(1)));
    }
  }

  private void requireSame() {
    var everybodys = ask(Database.url(), LAYOUT);
    assertThat(everybodys.asker()).isEmpty();
    assertThat(ask(urlOf(alice), LAYOUT)).isEqualTo(everybodys);
    assertThat(ask(urlOf(bob, "options=-c%20app.tenant=1"), LAYOUT)).isEqualTo(everybodys);
  }

  private void requireApart() {
    var alices = ask(urlOf(alice), LAYOUT);
    assertThat(alices.asker()).contains(alice);
    assertThat(ask(urlOf(alice), LAYOUT)).isEqualTo(alices);
    assertThat(ask(urlOf(bob), LAYOUT))
        .isNotEqualTo(alices)
        .returns(alices.database(), JournalIdentity::database)
        .returns(alices.relation(), JournalIdentity::relation);
    assertThat(ask(urlOf(alice, "options=-c%20app.tenant=1"), LAYOUT)).isNotEqualTo(alices);
  }

  @Test
  void isTheSameForAllOfATable() {
    requireSame();
  }

  @Test
  void namesClusterDatabaseAndTable() throws SQLException {
    var identity = ask(Database.url(), LAYOUT);
    assertThat(identity.database())
        .isEqualTo(
            Database.ask(
                """
                SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid
                FROM pg_database WHERE datname = current_database()"""));
    assertThat(identity.relation())
        .startsWith(Database.ask("SELECT '%s'::regclass::oid".formatted(LAYOUT.tableSql())) + " ");
    inSchema("DROP TABLE journal", "CREATE TABLE journal (id bigint)");
    assertThat(ask(Database.url(), LAYOUT)).as("another table").isNotEqualTo(identity);
  }

  @Test
  void knowsTheTableByWhateverWayItWasFound() {
    var bySearchPath = Database.url("currentSchema=" + Database.SCHEMA);
    assertThat(ask(bySearchPath, JournalSchema.GL_ENTRIES.withTable("journal")))
        .isEqualTo(ask(Database.url(), LAYOUT));
  }

  @Test
  void isTheUsersWhereAPolicyApplies() throws SQLException {
    var before = ask(Database.url(), LAYOUT);
    inSchema(
        "ALTER TABLE journal ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON journal FOR SELECT USING (owner = current_user)");
    requireApart();
    var superusers = ask(Database.url(), LAYOUT);
    assertThat(superusers.asker()).as("no policy applies to a superuser").isEmpty();
    assertThat(superusers).as("but what was kept before is out of reach").isNotEqualTo(before);
    inSchema("ALTER POLICY own ON journal USING (owner <> current_user)");
    assertThat(ask(Database.url(), LAYOUT)).as("another policy").isNotEqualTo(superusers);
  }

  /** PostgreSQL asks the policies of the table that a statement names, and of no other. */
  @Test
  void isTheSameForAllWhereAPolicyIsAPartitions() throws SQLException {
    inSchema(
        "DROP TABLE journal",
        "CREATE TABLE journal (id bigint, trx_date date, owner text) PARTITION BY RANGE (trx_date)",
        "CREATE TABLE part PARTITION OF journal DEFAULT",
        "INSERT INTO journal SELECT i, '2026-01-02', 'nobody' FROM generate_series(1, 10) i",
        "ALTER TABLE part ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON part FOR SELECT USING (owner = current_user)",
        "GRANT SELECT ON journal, part TO %s, %s".formatted(alice, bob));
    requireSame();
    assertThat(count(alice, "journal")).isEqualTo("10");
    assertThat(count(alice, "part")).isEqualTo("0");
  }

  @Test
  void isTheSameForAllWhereAPolicyIsAChilds() throws SQLException {
    inSchema(
        "CREATE TABLE child () INHERITS (journal)",
        "INSERT INTO child SELECT i, '2026-01-02', 1, 'nobody' FROM generate_series(1, 10) i",
        "ALTER TABLE child ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON child FOR SELECT USING (owner = current_user)",
        "GRANT SELECT ON child TO %s, %s".formatted(alice, bob));
    requireSame();
    assertThat(count(alice, "journal")).isEqualTo("10");
    assertThat(count(alice, "child")).isEqualTo("0");
  }

  private static String count(String role, String table) throws SQLException {
    try (var connection = DriverManager.getConnection(urlOf(role).jdbcUrl())) {
      return Database.ask(
          connection, "SELECT count(*) FROM %s.%s".formatted(Database.SCHEMA, table));
    }
  }

  @Test
  void isTheUsersWhereItIsAView() throws SQLException {
    inSchema(
        "ALTER TABLE journal RENAME TO kept",
        "CREATE VIEW journal AS SELECT * FROM kept WHERE owner = current_user",
        "GRANT SELECT ON journal TO %s, %s".formatted(alice, bob));
    requireApart();
    assertThat(ask(urlOf(alice, "options=-c%20TimeZone=Asia/Colombo"), LAYOUT))
        .isNotEqualTo(ask(urlOf(alice), LAYOUT));
  }

  @Test
  void isTheUsersWhereThereIsAFilter() {
    var journal = JournalSchema.of(LAYOUT.table()).day("trx_date").keys("owner").measures("amount");
    var all = journal.build();
    var own = journal.filter("owner = current_user").build();
    assertThat(ask(urlOf(alice), all)).isEqualTo(ask(urlOf(bob), all));
    assertThat(ask(urlOf(alice), own))
        .isEqualTo(ask(urlOf(alice), own))
        .isNotEqualTo(ask(urlOf(bob), own));
  }

  @Test
  void isTheUsersWhereItIsAQuery() {
    var journal = query("SELECT * FROM journal");
    var inSchema = "currentSchema=" + Database.SCHEMA;
    var alices = ask(urlOf(alice, inSchema), journal);
    assertThat(alices)
        .isEqualTo(ask(urlOf(alice, inSchema), journal))
        .isNotEqualTo(ask(urlOf(alice), journal))
        .isNotEqualTo(ask(urlOf(bob, inSchema), journal))
        .isNotEqualTo(ask(urlOf(alice, inSchema), query("SELECT * FROM journal WHERE true")))
        .returns(ask(urlOf(alice), LAYOUT).database(), JournalIdentity::database);
  }

  private static JournalSchema query(String sql) {
    return JournalSchema.ofQuery(sql).day("trx_date").keys("owner").measures("amount").build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isTheUsersWhereAForeignTableIsBehindIt(boolean grandchild) throws SQLException {
    var server = "nowhere_" + unique;
    inSchema("CREATE EXTENSION IF NOT EXISTS file_fdw SCHEMA " + Database.SCHEMA);
    try {
      inSchema("CREATE SERVER %s FOREIGN DATA WRAPPER file_fdw".formatted(server));
      inSchema("CREATE TABLE child () INHERITS (journal)");
      inSchema(
          "CREATE FOREIGN TABLE far () INHERITS (%s) SERVER %s OPTIONS (filename '/nothing')"
              .formatted(grandchild ? "child" : "journal", server));
      requireApart();
    } finally {
      inSchema("DROP EXTENSION file_fdw CASCADE");
    }
  }

  @Test
  void isTheUsersWhoMayNotReadAColumn() throws SQLException {
    var everybodys = ask(urlOf(alice), LAYOUT);
    inSchema(
        "REVOKE SELECT ON journal FROM " + bob, "GRANT SELECT (id, trx_date) ON journal TO " + bob);
    assertThat(ask(urlOf(alice), LAYOUT)).isEqualTo(everybodys);
    assertThat(ask(urlOf(bob), LAYOUT).asker()).contains(bob);
    var without = LAYOUT.withSqlName(GlEntries.AMOUNT, "trx_date");
    assertThat(ask(urlOf(bob), without)).as("all of the schema's").isEqualTo(everybodys);
  }

  /** PostgreSQL lets every user ask for the cluster's number, but it can be taken from them. */
  @Test
  void doesWithoutTheClustersNumberWhereNotAllMayAskForIt() throws SQLException {
    Database.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
    try {
      var identity = ask(urlOf(alice), LAYOUT);
      assertThat(identity.database()).startsWith("/");
      assertThat(ask(Database.url(), LAYOUT)).as("who may ask").isEqualTo(identity);
    } finally {
      Database.execute("GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC");
    }
  }

  @Test
  void saysThatThereIsNoSuchTable() {
    assertThatThrownBy(() -> ask(Database.url(), LAYOUT.withTable("nothing.there")))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("\"nothing\".\"there\"");
  }
}
