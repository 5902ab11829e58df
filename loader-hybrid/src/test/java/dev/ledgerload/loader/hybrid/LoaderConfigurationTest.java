package dev.ledgerload.loader.hybrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderConfigurationTest {
  private static final String URL = "jdbc:postgresql://db:5432/ledger?user=me&password=s3cret";
  private static final List<String> ALL = List.of("copy", "memory", "mv", "redis", "select");

  @TempDir private Path directory;

  private static LoaderConfigurationBuilder builder() {
    return LoaderConfiguration.builder(new PostgresUrl(URL));
  }

  private LoaderConfiguration fromFile(String... lines) throws IOException {
    var file = directory.resolve("ledgerload.properties");
    Files.write(file, List.of(lines), UTF_8);
    return LoaderConfiguration.fromProperties(file);
  }

  @Test
  void hasTheseDefaults() {
    var expected =
        new LoaderConfiguration(
            new PostgresUrl(URL),
            null,
            JournalLayout.DEFAULT,
            true,
            Duration.ofSeconds(3600),
            true,
            true,
            Freshness.TTL,
            1_073_741_824L,
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            4,
            new NumericShape(38, 10),
            null);
    assertThat(builder().build()).isEqualTo(expected);
    assertThat(LoaderConfiguration.fromEnvironment(Map.of("LEDGERLOAD_POSTGRES_URL", URL)))
        .isEqualTo(expected);
  }

  @Test
  void hasTheSameDefaultsInAFile() throws IOException {
    assertThat(fromFile("postgres-url=" + URL)).isEqualTo(builder().build());
  }

  @Test
  void readsEverySettingFromAFile() throws IOException {
    var read =
        fromFile(
            "postgres-url=" + URL,
            "redis-url=redis://:hidden@cache:6380",
            "table=books.Журнал",
            "column-acc-debit=soll",
            "column-t-5=fünf",
            "enable-cache=false",
            "cache-ttl=90",
            "use-copy-binary=false",
            "use-materialized-view=false",
            "freshness=version",
            "memory-max-bytes=4096",
            "redis-timeout=PT0.2S",
            "view-timeout=PT3S",
            "retry-after=PT1M",
            "connections=7",
            "untyped-numeric=30,12",
            "metrics-address=localhost:9400");
    assertThat(read)
        .isEqualTo(
            builder()
                .redisUrl(RedisUrl.of("redis://:hidden@cache:6380"))
                .layout(
                    JournalLayout.DEFAULT
                        .withTable("books.Журнал")
                        .withColumn(JournalColumn.ACC_DEBIT, "soll")
                        .withColumn(JournalColumn.T_5, "fünf"))
                .enableCache(false)
                .cacheTtl(Duration.ofSeconds(90))
                .useCopyBinary(false)
                .useMaterializedView(false)
                .freshness(Freshness.VERSION)
                .memoryMaxBytes(4096)
                .redisTimeout(Duration.ofMillis(200))
                .viewTimeout(Duration.ofSeconds(3))
                .retryAfter(Duration.ofMinutes(1))
                .connections(7)
                .untypedNumeric(new NumericShape(30, 12))
                .metricsAddress("localhost:9400")
                .build());
  }

  @Test
  void readsTheSeedsSwitchesFromTheEnvironmentAndLeavesOtherVariablesAlone() {
    var read =
        LoaderConfiguration.fromEnvironment(
            Map.of(
                "LEDGERLOAD_POSTGRES_URL", URL,
                "LEDGERLOAD_ENABLE_CACHE", "false",
                "LEDGERLOAD_CACHE_TTL", "3600",
                "LEDGERLOAD_USE_COPY_BINARY", "false",
                "LEDGERLOAD_USE_MATERIALIZED_VIEW", "false",
                "LEDGERLOAD_TABLE", "books",
                "LEDGERLOAD_TESTBED", "embedded",
                "PATH", "/bin"));
    assertThat(read)
        .isEqualTo(
            builder()
                .enableCache(false)
                .useCopyBinary(false)
                .useMaterializedView(false)
                .layout(JournalLayout.DEFAULT.withTable("books"))
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis-url             | http://cache                | redis://host:6379
          redis-url             | redis://a:topsecret@b c     | redis://host:6379
          postgres-url          | postgres://topsecret@db     | jdbc:postgresql:
          table                 | a.b.c                       | schema.name
          column-amount         | ''                          | must be a name
          enable-cache          | yes                         | true or false
          use-copy-binary       | 1                           | true or false
          use-materialized-view | TRUE                        | true or false
          cache-ttl             | 0                           | more than zero
          cache-ttl             | -5                          | more than zero
          cache-ttl             | an hour                     | PT0.5S
          cache-ttl             | 99999999999999999999        | PT0.5S
          freshness             | always                      | ttl, version
          memory-max-bytes      | 0                           | from 1 to
          memory-max-bytes      | 1GB                         | from 1 to
          redis-timeout         | PT0S                        | more than zero
          view-timeout          | -PT1S                       | more than zero
          retry-after           | ''                          | more than zero
          connections           | 0                           | from 1 to 64
          connections           | 65                          | from 1 to 64
          untyped-numeric       | 12                          | as in 38,10
          untyped-numeric       | 39,2                        | precision <= 38
          untyped-numeric       | 5,6                         | scale <= precision
          metrics-address       | 9400                        | localhost:9400
          metrics-address       | localhost:99999             | localhost:9400
          metrics-address       | :9400                       | localhost:9400
          """)
  void refusesABadValueByItsNameWhereverItComesFrom(String key, String value, String allowed) {
    assertThatThrownBy(() -> fromFile("postgres-url=" + URL, key + "=" + value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(allowed)
        .hasMessageNotContaining("topsecret");
    var variable = "LEDGERLOAD_" + key.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    Map<String, String> environment = new HashMap<>(Map.of("LEDGERLOAD_POSTGRES_URL", URL));
    environment.put(variable, value);
    assertThatThrownBy(() -> LoaderConfiguration.fromEnvironment(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable)
        .hasMessageContaining(allowed)
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void refusesBadComponentsToo() {
    assertThatThrownBy(() -> builder().cacheTtl(Duration.ZERO).build())
        .hasMessageContaining("cache-ttl");
    assertThatThrownBy(() -> builder().connections(0).build()).hasMessageContaining("connections");
    assertThatThrownBy(() -> builder().memoryMaxBytes(-1).build())
        .hasMessageContaining("memory-max-bytes");
    assertThatThrownBy(() -> builder().metricsAddress("here").build())
        .hasMessageContaining("metrics-address");
  }

  @Test
  void refusesASettingThatItDoesNotHave() {
    assertThatThrownBy(() -> fromFile("postgres-url=" + URL, "cache_ttl=5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cache_ttl")
        .hasMessageContaining("cache-ttl")
        .hasMessageContaining("column-acc-debit");
  }

  @Test
  void needsADatabase() {
    assertThatThrownBy(() -> LoaderConfiguration.fromEnvironment(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LEDGERLOAD_POSTGRES_URL")
        .hasMessageContaining("jdbc:postgresql://");
    assertThatThrownBy(() -> fromFile("cache-ttl=5")).hasMessageContaining("postgres-url");
  }

  @Test
  void keepsSecretsToItself() {
    var text = builder().redisUrl(RedisUrl.of("redis://me:hidden@cache")).build().toString();
    assertThat(text).contains("cacheTtl=PT1H", "db:5432").doesNotContain("s3cret", "hidden");
  }

  @Test
  void turnsTheSeedsSwitchesIntoTiers() {
    var redis = RedisUrl.of("redis://cache");
    assertThat(builder().build().tiers(ALL)).containsExactly("memory", "mv", "copy");
    assertThat(builder().redisUrl(redis).build().tiers(ALL))
        .containsExactly("memory", "redis", "mv", "copy");
    assertThat(builder().redisUrl(redis).enableCache(false).build().tiers(ALL))
        .containsExactly("mv", "copy");
    assertThat(builder().useMaterializedView(false).build().tiers(ALL))
        .containsExactly("memory", "copy");
    assertThat(builder().useCopyBinary(false).build().tiers(ALL))
        .containsExactly("memory", "mv", "select");
    assertThat(builder().build().tiers(List.of("copy"))).containsExactly("memory", "copy");
  }

  @Test
  void becomesTheOptionsOfHybrid() {
    try (var allocator = new RootAllocator()) {
      var config =
          builder()
              .cacheTtl(Duration.ofMinutes(2))
              .memoryMaxBytes(5)
              .build()
              .toSourceConfig(allocator, List.of("copy", "memory"));
      assertThat(config.options())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "tiers", "memory,copy",
                  "freshness", "ttl",
                  "ttl", "PT2M",
                  "retry-after", "PT5S",
                  "connections", "4",
                  "untyped-numeric", "38,10",
                  "memory.max-bytes", "5"));
      var options = HybridOptions.of(config);
      assertThat(options.ttl()).isEqualTo(Duration.ofMinutes(2));
      assertThat(options.tiers())
          .extracting(HybridOptions.TierOptions::name)
          .containsExactly("memory", "copy");
      assertThat(options.tiers().get(0).options())
          .isEqualTo(Map.of("max-bytes", "5", "ttl", "PT2M"));
    }
  }

  @Test
  void leavesTheTtlOutWhereCopiesAreCheckedByTheirVersion() {
    try (var allocator = new RootAllocator()) {
      var config =
          builder()
              .freshness(Freshness.VERSION)
              .build()
              .toSourceConfig(allocator, List.of("copy", "memory"));
      assertThat(HybridOptions.of(config).ttl()).isNull();
    }
  }
}
