package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.RedisProcess;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sources of one JVM that ask under the same name, and get other rows from the database: each gives
 * its own, also from memory and from the Redis that they share.
 */
@Tag("rights")
class WhoAsksTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final JournalQuery QUERY = JournalQuery.entriesForTotals(DAY);
  private static final JournalSchema SECURED = JournalSchema.GL_ENTRIES.withTable("secured");
  private static final JournalSchema SCHEMA_EACH = JournalSchema.GL_ENTRIES.withTable("journal");

  private static String alice = "";
  private static String bob = "";

  private static RedisProcess redis;

  private final RootAllocator allocator = new RootAllocator();
  private final String prefix = "who-asks-" + UUID.randomUUID();
  private final AtomicInteger filled = new AtomicInteger();
  private final LoadRecorder recorder =
      new LoadRecorder() {
        @Override
        public void filled(String tier, Fill fill) {
          filled.incrementAndGet();
        }
      };

  @BeforeAll
  static void makeJournals() {
    redis = RedisProcess.start(List.of());
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

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static JournalSchema schema(String role) {
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

  private static Stream<Arguments> tiersAndFreshness() {
    return Stream.of("memory,copy", "memory,redis,copy", "redis,copy")
        .flatMap(
            tiers -> Stream.of("ttl", "version").map(freshness -> Arguments.of(tiers, freshness)));
  }

  private HybridJournalSource open(
      PostgresUrl url, JournalSchema schema, String tiers, String freshness) {
    Map<String, String> options = new HashMap<>(Map.of("tiers", tiers, "freshness", freshness));
    if (tiers.contains("redis")) {
      options.put("redis.prefix", prefix);
      options.put("redis-timeout", "PT20S");
    }
    return HybridJournalSource.open(
        new SourceConfig(url, redis.url(), schema, allocator, options), recorder);
  }

  private void requireRows(
      PostgresUrl oneUrl,
      int oneRows,
      PostgresUrl otherUrl,
      int otherRows,
      JournalSchema schema,
      String tiers,
      String freshness) {
    try (var one = open(oneUrl, schema, tiers, freshness);
        var other = open(otherUrl, schema, tiers, freshness)) {
      requireRows(one, oneRows);
      requireRows(other, otherRows);
      boolean kept =
          !freshness.equals("version") || !schema.equals(SECURED); // whose version isn't known
      int fills = kept ? (int) tiers.chars().filter(letter -> letter == ',').count() : 0;
      await("what is to be kept", () -> filled.get() == 2 * fills);
      for (int i = 0; i < 3; i++) {
        requireRows(one, oneRows);
        requireRows(other, otherRows);
      }
    }
  }

  private static void requireRows(HybridJournalSource source, int rows) {
    try (var table = source.load(QUERY)) {
      assertThat(table.rows()).isEqualTo(rows);
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndFreshness")
  void givesEachUserTheRowsThatThePolicyShowsHim(String tiers, String freshness) {
    requireRows(
        Servers.postgresAs(alice), 100, Servers.postgresAs(bob), 900, SECURED, tiers, freshness);
  }

  @ParameterizedTest
  @MethodSource("tiersAndFreshness")
  void givesEachUserTheJournalOfHisOwnSchema(String tiers, String freshness) {
    requireRows(
        Servers.postgresAs(alice),
        111,
        Servers.postgresAs(bob),
        222,
        SCHEMA_EACH,
        tiers,
        freshness);
  }

  @ParameterizedTest
  @MethodSource("tiersAndFreshness")
  void givesOneUserTheJournalThatTheUrlsOptionsFind(String tiers, String freshness) {
    requireRows(
        Servers.postgresWith("options=-c%20search_path=" + alice),
        111,
        Servers.postgresWith("options=-c%20search_path=" + bob),
        222,
        SCHEMA_EACH,
        tiers,
        freshness);
  }
}
