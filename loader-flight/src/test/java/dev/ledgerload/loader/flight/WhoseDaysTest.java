package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.execute;
import static dev.ledgerload.loader.flight.ServedJournal.query;
import static dev.ledgerload.loader.flight.ServedJournal.rows;
import static dev.ledgerload.loader.flight.ServedJournal.tableOf;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.PostgresUrl;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody gets another's days for his own. */
@Timeout(120)
@Tag("rights")
class WhoseDaysTest {
  private ServedJournal served;

  @BeforeEach
  void start() {
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  /** A schema for each tenant, found by the search_path that every user has. */
  @Test
  void aTenantGetsNoOtherTenantsJournalOfTheSameName() {
    var schema = JournalSchema.GL_ENTRIES.withTable("journal");
    for (var tenant : new String[] {"first", "second"}) {
      execute(
          "CREATE ROLE %1$s LOGIN PASSWORD 'hush'; CREATE SCHEMA %1$s AUTHORIZATION %1$s"
              .formatted(tenant));
    }
    move(tableOf(11), "first");
    move(tableOf(22), "second");
    var server = served.serve(as("first"), schema, Map.of());
    var failure = refusal(server, schema);
    assertThat(failure)
        .hasMessageContaining("it serves \"first\".\"journal\", not \"public\".\"journal\"");
    assertThat(refusal(server, schema.withTable("second.journal")))
        .hasMessageContaining("not \"second\".\"journal\"");
    var named = schema.withTable("first.journal");
    try (var client = served.open(Map.of("url", server.url()), named)) {
      assertThat(rows(client, query(0))).isEqualTo(11);
    }
  }

  private static void move(JournalSchema table, String tenant) {
    execute(
        "ALTER TABLE %1$s SET SCHEMA %2$s; ALTER TABLE %2$s.%1$s RENAME TO journal; ALTER TABLE %2$s.journal OWNER TO %2$s"
            .formatted(table.tableSql(), tenant));
  }

  private static PostgresUrl as(String user) {
    var url = ServedJournal.postgres().jdbcUrl();
    return new PostgresUrl(
        url.replaceFirst("user=[^&]*", "user=" + user)
            .replaceFirst("password=[^&]*", "password=hush"));
  }

  private JournalLoadException refusal(JournalServer server, JournalSchema schema) {
    return catchThrowableOfType(
        JournalLoadException.class, () -> served.open(Map.of("url", server.url()), schema).close());
  }

  @Test
  void refusesAServerThatTakesOtherColumns() {
    var schema = tableOf(10);
    var swapped =
        schema
            .withSqlName(GlEntries.ACC_DEBIT, "acc_credit")
            .withSqlName(GlEntries.ACC_CREDIT, "acc_debit");
    assertThat(refusal(served.serve(swapped, Map.of()), schema))
        .hasMessageContaining("by the schema " + ServedName.of(swapped).fingerprint());
  }

  @Test
  void refusesTheStreamOfAServerThatTookTheOthersPlace() {
    var first = tableOf(10);
    var second = tableOf(20);
    var server = served.serve(first, Map.of());
    var port = Integer.toString(ServedJournal.portOf(server));
    try (var client = served.open(server)) {
      assertThat(rows(client, query(0))).isEqualTo(10);
      server.close();
      served.serve(second, Map.of("port", port));
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> client.load(query(0)).close());
      assertThat(failure).hasMessageContaining("it serves \"public\"." + second.tableSql());
    }
  }

  @Test
  void servesNoJournalWhoseRowsDependOnWhoAsks() {
    var schema = tableOf(10);
    execute(
        "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY; CREATE ROLE sees_some LOGIN PASSWORD 'hush'; GRANT SELECT ON %1$s TO sees_some; CREATE POLICY own ON %1$s USING (id <= 3)"
            .formatted(schema.tableSql()));
    var failure =
        catchThrowableOfType(
            JournalLoadException.class, () -> served.serve(as("sees_some"), schema, Map.of()));
    assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
    assertThat(failure)
        .hasMessageContaining(schema.table())
        .hasMessageContaining("row-level-security");
    var server = served.serve(as("sees_some"), schema, Map.of("row-level-security", "ignore"));
    try (var client = served.open(server)) {
      assertThat(rows(client, query(0))).as("what the server's user sees").isEqualTo(3);
    }
  }

  @Test
  void servesNoFilterThatAsksForTheUser() {
    var schema = ofTable(tableOf(10));
    for (var filter :
        List.of("t_1 = current_user", "t_1=USER", "id > 3 AND pg_has_role('x', '')")) {
      var failure = refused(schema.filter(filter).build());
      assertThat(failure).hasMessageContaining("the user that the filter asks for");
    }
    var asked = schema.filter("t_1 IS DISTINCT FROM 'user' AND \"t_2\" IS NULL AND id > 4").build();
    try (var client = served.open(served.serve(asked, Map.of()))) {
      assertThat(rows(client, JournalQuery.of(asked, ServedJournal.day(0)))).isEqualTo(6);
    }
  }

  private static JournalSchemaBuilder ofTable(JournalSchema schema) {
    return columns(JournalSchema.of(schema.table()));
  }

  private static JournalSchemaBuilder columns(JournalSchemaBuilder builder) {
    return builder.day("trx_date").keys("acc_debit", "acc_credit").measures("amount");
  }

  private JournalLoadException refused(JournalSchema schema) {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class, () -> served.serve(schema, Map.of()).close());
    assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
    assertThat(failure).hasMessageContaining("row-level-security");
    return failure;
  }

  @Test
  void servesAQueryIfToldThatItShowsAllTheSame() {
    var table = tableOf(10);
    var sql = "SELECT * FROM %s WHERE id > 7".formatted(table.tableSql());
    var schema = columns(JournalSchema.ofQuery(sql)).build();
    assertThat(refused(schema)).hasMessageContaining("the query may show");
    var server = served.serve(schema, Map.of("row-level-security", "ignore"));
    try (var client = served.open(server)) {
      assertThat(rows(client, JournalQuery.of(schema, ServedJournal.day(0)))).isEqualTo(3);
    }
    var other = columns(JournalSchema.ofQuery(sql + " AND true")).build();
    assertThat(refusal(server, other)).hasMessageContaining("it serves a query by the schema");
    assertThat(refusal(server, table)).hasMessageContaining("it serves a query, not \"public\".");
  }

  @Test
  void servesNoTableThatIsNotThere() {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class,
            () -> served.serve(JournalSchema.GL_ENTRIES.withTable("nothing.there"), Map.of()));
    assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
    assertThat(failure).hasMessageContaining("\"nothing\".\"there\"");
  }
}
