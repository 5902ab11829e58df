package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.time.LocalDate;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sources of one JVM that ask under the same name, and get other rows from the database: each gives
 * its own, also from memory.
 */
class WhoAsksTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final JournalQuery QUERY = JournalQuery.entriesForTotals(DAY);
  private static final JournalLayout SECURED = JournalLayout.DEFAULT.withTable("secured");
  private static final JournalLayout SCHEMA_EACH = JournalLayout.DEFAULT.withTable("journal");

  private static String alice = "";
  private static String bob = "";

  private final RootAllocator allocator = new RootAllocator();

  @BeforeAll
  static void makeJournals() {
    alice = Servers.newRole("alice");
    bob = Servers.newRole("bob");
    Servers.execute("CREATE TABLE secured (LIKE gl_entries)");
    insert("secured", alice, 100);
    insert("secured", bob, 900);
    Servers.execute(
        "ALTER TABLE secured ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON secured FOR SELECT USING (t_1 = current_user)",
        "GRANT SELECT ON secured TO %s, %s".formatted(alice, bob));
    makeSchema(alice, 111);
    makeSchema(bob, 222);
    try (var allocator = new RootAllocator()) {
      Servers.installVersions(SECURED, allocator);
      Servers.installVersions(schema(alice), allocator);
      Servers.installVersions(schema(bob), allocator);
    }
  }

  private static JournalLayout schema(String role) {
    return SCHEMA_EACH.withTable(role + ".journal");
  }

  /** A schema of the role's own, which it finds first, and a journal in it. */
  private static void makeSchema(String role, int rows) {
    Servers.execute(
        "CREATE SCHEMA %s".formatted(role),
        "CREATE TABLE %s.journal (LIKE gl_entries)".formatted(role),
        "GRANT USAGE ON SCHEMA %1$s TO %1$s".formatted(role),
        "GRANT SELECT ON %1$s.journal TO %1$s".formatted(role));
    insert(role + ".journal", role, rows);
  }

  private static void insert(String table, String owner, int rows) {
    Servers.execute(
        "INSERT INTO %s (id, trx_date, acc_debit, acc_credit, amount, t_1) SELECT i, '%s', 'd', 'c', 1, '%s' FROM generate_series(1, %d) i"
            .formatted(table, DAY, owner, rows));
  }

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private CachingJournalSource open(PostgresUrl url, JournalLayout layout, String freshness) {
    return new HybridSourceProvider()
        .open(
            new SourceConfig(
                url,
                null,
                layout,
                allocator,
                Map.of("tiers", "memory,copy", "freshness", freshness)));
  }

  private void requireRows(
      PostgresUrl oneUrl,
      int oneRows,
      PostgresUrl otherUrl,
      int otherRows,
      JournalLayout layout,
      String freshness) {
    try (var one = open(oneUrl, layout, freshness);
        var other = open(otherUrl, layout, freshness)) {
      for (int i = 0; i < 3; i++) {
        requireRows(one, oneRows);
        requireRows(other, otherRows);
      }
    }
  }

  private static void requireRows(CachingJournalSource source, int rows) {
    try (var table = source.load(QUERY)) {
      assertThat(table.rows()).isEqualTo(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttl", "version"})
  void givesEachUserTheRowsThatThePolicyShowsHim(String freshness) {
    requireRows(Servers.postgresAs(alice), 100, Servers.postgresAs(bob), 900, SECURED, freshness);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttl", "version"})
  void givesEachUserTheJournalOfHisOwnSchema(String freshness) {
    requireRows(
        Servers.postgresAs(alice), 111, Servers.postgresAs(bob), 222, SCHEMA_EACH, freshness);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttl", "version"})
  void givesOneUserTheJournalThatTheUrlsOptionsFind(String freshness) {
    requireRows(
        Servers.postgresWith("options=-c%20search_path=" + alice),
        111,
        Servers.postgresWith("options=-c%20search_path=" + bob),
        222,
        SCHEMA_EACH,
        freshness);
  }
}
