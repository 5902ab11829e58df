package dev.ledgerload.loader.redis;

import static dev.ledgerload.loader.redis.Days.failureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.EveryType;
import dev.ledgerload.contract.Python;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Columns of every type are kept as they were, and never found by another schema. */
class RedisEveryTypeTest {
  private static final JournalQuery QUERY = JournalQuery.of(EveryType.SCHEMA, EveryType.DAY);

  @TempDir Path directory;

  private final RootAllocator allocator = new RootAllocator();
  private final String prefix = "types-" + UUID.randomUUID();
  private final List<List<@Nullable Object>> rows = EveryType.rows(1_000, 1);
  private RedisJournalCache cache;

  @BeforeAll
  static void makeTable() {
    TestDatabase.execute("CREATE TABLE IF NOT EXISTS every_type (day date)");
  }

  /** Not when this is constructed, as it also is for a test that is then left out. */
  @BeforeEach
  void open() {
    cache = open(EveryType.SCHEMA);
  }

  private RedisJournalCache open(JournalSchema schema) {
    var config =
        new SourceConfig(
            TestDatabase.url(),
            TestRedis.shared().url(),
            schema,
            allocator,
            Map.of("prefix", prefix));
    return (RedisJournalCache) new RedisSourceProvider().open(config);
  }

  @AfterEach
  void leavesNothingBehind() {
    cache.close();
    allocator.close();
  }

  private void put() {
    try (var table = EveryType.table(allocator, rows, 400)) {
      assertThat(cache.put(table)).isTrue();
    }
  }

  @Test
  void givesBackEveryValue() {
    put();
    try (var table = cache.load(QUERY)) {
      assertThat(EveryType.rowsOf(table).equals(rows)).isTrue();
    }
    var one = EveryType.SCHEMA.column("uuid_key");
    try (var table = cache.load(QUERY.select(one))) {
      assertThat(EveryType.rowsOf(table))
          .extracting(row -> row.get(0))
          .containsExactlyElementsOf(
              rows.stream().<@Nullable Object>map(row -> row.get(one.ordinal())).toList());
    }
  }

  /** The same table, day and columns; but what a row means may be another. */
  @Test
  void doesNotFindADayByAChangedSchema() {
    put();
    var text = EveryType.SCHEMA.column("text");
    var changed = EveryType.SCHEMA.withSqlName(text, "json");
    try (var other = open(changed)) {
      var failure = failureOf(() -> other.load(JournalQuery.of(changed, EveryType.DAY)).close());
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("isn't there").hasNoCause();
    }
    cache.load(QUERY).close();
  }

  @Test
  @EnabledIfEnvironmentVariable(named = Python.VARIABLE, matches = ".+")
  void isReadByPyarrowChunkAfterChunk() throws Exception {
    put();
    var file = directory.resolve("day.arrow");
    try (var client = TestRedis.shared().client();
        var out = Files.newOutputStream(file)) {
      var key = client.keys(prefix + "*:entry").iterator().next();
      var hash = client.hgetAll(key);
      long chunks = requireNonNull(hash.get("chunks")).lines().count();
      for (int i = 0; i < chunks; i++) {
        out.write(client.get((key + ":" + hash.get("write") + ":" + i).getBytes(UTF_8)));
      }
    }
    var script = "import sys; print_all(pa.ipc.open_stream(open(sys.argv[1], 'rb')).read_all())";
    assertThat(Python.run(script, file.toString())).isEqualTo(EveryType.printed(rows));
  }
}
