package dev.ledgerload.loader.hybrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderConfigurationTest {
  private static final String URL = "jdbc:postgresql://db:5432/ledger?user=me&password=s3cret";
  private static final String[] ALL = {"copy", "memory", "mv", "redis", "select"};

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
            JournalSchema.GL_ENTRIES,
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
            "memory-max-bytes=4k",
            "redis-timeout=PT0.2S",
            "view-timeout=3s",
            "retry-after=1m",
            "connections=7",
            "untyped-numeric=30,12",
            "metrics-address=localhost:9400");
    assertThat(read)
        .isEqualTo(
            builder()
                .redisUrl(RedisUrl.of("redis://:hidden@cache:6380"))
                .schema(
                    JournalSchema.GL_ENTRIES
                        .withTable("books.Журнал")
                        .withSqlName(GlEntries.ACC_DEBIT, "soll")
                        .withSqlName(GlEntries.T_5, "fünf"))
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
                .schema(JournalSchema.GL_ENTRIES.withTable("books"))
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
          freshness             | always                      | ttl or version
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
  void saysAllThatIsWrongWithAFileAtOnce() {
    assertThatThrownBy(() -> fromFile("cache-ttl=soon", "connections=65", "cash=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ledgerload.properties's option cache-ttl must be a duration")
        .hasMessageContaining("connections must be a number from 1 to 64")
        .hasMessageContaining("postgres-url isn't set")
        .hasMessageContaining("no option \"cash\"");
  }

  private static List<String> tiers(LoaderConfigurationBuilder builder, String... onClassPath) {
    var providers = Stream.of(onClassPath).map(JournalSources::provider).toList();
    return builder.build().hybridOptions(providers).tiers().stream()
        .map(HybridOptions.TierOptions::name)
        .toList();
  }

  @Test
  void turnsTheSeedsSwitchesIntoTiers() {
    var redis = RedisUrl.of("redis://cache");
    assertThat(tiers(builder(), ALL)).containsExactly("memory", "mv", "copy");
    assertThat(tiers(builder().redisUrl(redis), ALL))
        .containsExactly("memory", "redis", "mv", "copy");
    assertThat(tiers(builder().redisUrl(redis).enableCache(false), ALL))
        .containsExactly("mv", "copy");
    assertThat(tiers(builder().useMaterializedView(false), ALL)).containsExactly("memory", "copy");
    assertThat(tiers(builder().useCopyBinary(false), ALL))
        .containsExactly("memory", "mv", "select");
    assertThat(tiers(builder(), "copy")).containsExactly("memory", "copy");
  }

  @Test
  void becomesTheOptionsOfHybrid() {
    var options =
        builder()
            .redisUrl(RedisUrl.of("redis://cache"))
            .cacheTtl(Duration.ofMinutes(2))
            .memoryMaxBytes(5)
            .redisTimeout(Duration.ofMillis(200))
            .retryAfter(Duration.ofSeconds(9))
            .connections(7)
            .untypedNumeric(new NumericShape(30, 12))
            .build()
            .hybridOptions(JournalSources.providers());
    assertThat(options.freshness()).isEqualTo(Freshness.TTL);
    assertThat(options.ttl()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.retryAfter()).isEqualTo(Duration.ofSeconds(9));
    assertThat(options.connections()).isEqualTo(7);
    assertThat(options.tiers())
        .extracting(
            HybridOptions.TierOptions::name,
            HybridOptions.TierOptions::timeout,
            HybridOptions.TierOptions::options)
        .containsExactly(
            tuple("memory", null, Map.of("max-bytes", "5", "ttl", "PT2M")),
            tuple("redis", Duration.ofMillis(200), Map.of("ttl", "PT2M")),
            tuple("mv", Duration.ofSeconds(5), Map.of("untyped-numeric", "30,12")),
            tuple("copy", null, Map.of("untyped-numeric", "30,12")));
  }

  @Test
  void isAsPatientAsTheStrategiesSay() {
    var configuration = builder().build();
    assertThat(configuration.redisTimeout()).isEqualTo(JournalSources.provider("redis").patience());
    assertThat(configuration.viewTimeout()).isEqualTo(JournalSources.provider("mv").patience());
  }

  @Test
  void handsATtlToWhatTakesOneSoShort() {
    var options =
        builder()
            .redisUrl(RedisUrl.of("redis://cache"))
            .cacheTtl(Duration.ofMillis(999))
            .build()
            .hybridOptions(JournalSources.providers());
    assertThat(options.tiers().get(0).options()).containsEntry("ttl", "PT0.999S");
    assertThat(options.tiers().get(1).options()).doesNotContainKey("ttl");
  }

  @Test
  void leavesTheTtlOutWhereCopiesAreCheckedByTheirVersion() {
    var options =
        builder().freshness(Freshness.VERSION).build().hybridOptions(JournalSources.providers());
    assertThat(options.ttl()).isNull();
    assertThat(options.tiers().get(0).options()).doesNotContainKey("ttl");
  }
}
