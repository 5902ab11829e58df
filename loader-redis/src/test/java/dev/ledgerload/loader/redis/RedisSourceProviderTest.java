package dev.ledgerload.loader.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.postgres.JournalIdentity;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSourceProviderTest {
  private final RootAllocator allocator = new RootAllocator();
  private static final JournalIdentity SOMEONE = new JournalIdentity("7/5", "8 gl_entries", "");

  private final RedisSourceProvider provider = new RedisSourceProvider();

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  private SourceConfig config(Map<String, String> options) {
    return new SourceConfig(
        TestDatabase.url(), TestRedis.shared().url(), JournalSchema.GL_ENTRIES, allocator, options);
  }

  @Test
  void isFoundByItsStrategyAndSaysThatItNeedsARedis() {
    assertThat(JournalSources.provider("redis")).isInstanceOf(RedisSourceProvider.class);
    assertThat(provider.needsRedis()).isTrue();
  }

  @Test
  void refusesAConfigurationWithoutARedis() {
    assertThatThrownBy(() -> provider.open(config(Map.of()).withRedis(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "PT0S", "-PT1H", "P1Y", "soon", "99999999999", "PT99999H99M9"})
  void refusesATimeToLiveThatIsNone(String ttl) {
    assertThatThrownBy(() -> provider.open(config(Map.of("ttl", ttl))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ttl")
        .hasMessageContaining("from a second to ten years");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "86400", "PT1S", "P3650D", "12h"})
  void takesATimeToLiveInSecondsOrAsADuration(String ttl) {
    provider.open(config(Map.of("ttl", ttl))).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a{b", "a}b"})
  void refusesWordsThatWouldScatterADayOverACluster(String word) {
    for (var option : Set.of("prefix", "journal")) {
      assertThatThrownBy(() -> provider.open(config(Map.of(option, word))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(option);
    }
  }

  @Test
  void refusesAnUnknownOption() {
    assertThatThrownBy(() -> provider.open(config(Map.of("tll", "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tll")
        .hasMessageContaining("ttl");
  }

  @Test
  void refusesADatabaseThatIsNoNumber() {
    var url = RedisUrl.of("redis://:hush-hush@localhost:6379/ledger");
    assertThatThrownBy(() -> provider.open(config(Map.of()).withRedis(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/2")
        .hasMessageNotContaining("hush");
  }

  @Test
  void keepsItsDaysInTheDatabaseThatTheUrlNames() {
    var url = RedisUrl.of(TestRedis.shared().url().uri() + "/3");
    try (var cache = TestRedis.open(url, allocator, Map.of("prefix", "third"));
        var client = TestRedis.shared().client()) {
      Days.put(cache, allocator, 1);
      assertThat(client.keys("third*")).isEmpty();
      client.select(3);
      assertThat(client.keys("third*")).isNotEmpty();
    }
  }

  @Test
  void tellsJournalsApart() {
    var keys = new HashSet<String>();
    var schema = JournalSchema.GL_ENTRIES;
    for (var place : Set.of("//one:5432/ledger", "//two:5432/ledger", "//one:5432/other")) {
      keys.add(journal(place, schema, SOMEONE));
    }
    var place = "//one:5432/ledger";
    keys.add(journal(place, schema.withTable("other"), SOMEONE));
    keys.add(journal(place, schema.withTable("a.gl_entries"), SOMEONE));
    keys.add(journal(place, schema.withSqlName(GlEntries.AMOUNT, "betrag"), SOMEONE));
    keys.add(journal(place, schema, new JournalIdentity("7/6", "8 gl_entries", "")));
    keys.add(journal(place, schema, new JournalIdentity("7/5", "9 gl_entries", "")));
    keys.add(journal(place, schema, new JournalIdentity("7/5", "8 gl_entries", "alice")));
    keys.add(journal(place, narrower(schema), SOMEONE));
    keys.add(journal(place, ofQuery("SELECT 1"), SOMEONE));
    keys.add(journal(place, ofQuery("SELECT 2"), SOMEONE));
    assertThat(keys).hasSize(12).allMatch(key -> key.matches("[A-Za-z0-9_.-]+"));
  }

  /** The same table and day, of fewer columns. */
  private static JournalSchema narrower(JournalSchema schema) {
    return JournalSchema.of(schema.table())
        .day("trx_date")
        .keys("acc_debit", "acc_credit")
        .measures("amount")
        .build();
  }

  private static JournalSchema ofQuery(String sql) {
    return JournalSchema.ofQuery(sql).day("d").keys("k").measures("m").build();
  }

  private static String journal(String place, JournalSchema schema, JournalIdentity identity) {
    return DayKeys.of("prefix", place, schema, identity).journal();
  }

  @Test
  void keepsLoginsOutOfItsKeys() {
    var login = TestDatabase.role("filler");
    TestDatabase.execute("GRANT SELECT ON gl_entries TO " + login);
    for (var url : List.of(TestDatabase.url(), TestDatabase.urlOf(login))) {
      var config = config(Map.of("prefix", "logins"));
      var cache =
          new SourceConfig(url, config.redis(), config.schema(), allocator, config.options());
      try (var opened = (RedisJournalCache) provider.open(cache);
          var client = TestRedis.shared().client()) {
        Days.put(opened, allocator, 1);
        assertThat(client.keys("logins*:entry")).hasSize(1);
      }
    }
  }

  @Test
  void leavesNoConnectionAndNoThreadBehind() {
    var named = "ledgerload-redis-deadlines";
    var before = threads(named);
    var cache = (RedisJournalCache) provider.open(config(Map.of("prefix", "leak")));
    Days.put(cache, allocator, 1);
    Days.requireHeld(cache, 1);
    try (var client = TestRedis.shared().client()) {
      var mine = client.clientList();
      assertThat(mine).contains("name=ledgerload");
      cache.close();
      await(() -> !client.clientList().contains("name=ledgerload "));
    }
    await(() -> threads(named) <= before);
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadlineNs);
      Thread.onSpinWait();
    }
  }
}
