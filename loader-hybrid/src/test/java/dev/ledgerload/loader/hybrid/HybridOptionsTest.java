package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ledgerload.loader.hybrid.HybridOptions.TierOptions;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HybridOptionsTest {
  private final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void close() {
    allocator.close();
  }

  private HybridOptions read(Map<String, String> options) {
    var url = new PostgresUrl("jdbc:postgresql://localhost/ledger");
    return HybridOptions.of(SourceConfig.of(url, allocator).withOptions(options));
  }

  @Test
  void hasTheseDefaultsWhereThereIsNoRedis() {
    var options = read(Map.of());
    assertThat(options.tiers())
        .extracting(TierOptions::name)
        .startsWith("memory")
        .endsWith("copy")
        .doesNotContain("redis", "hybrid", "select");
    assertThat(options.freshness()).isEqualTo(Freshness.TTL);
    assertThat(options.ttl()).isEqualTo(Duration.ofHours(1));
    assertThat(options.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.connections()).isEqualTo(4);
  }

  @Test
  void givesEachTierItsOwnOptions() {
    var options =
        read(
            Map.of(
                "tiers", "memory,copy",
                "ttl", "30",
                "memory.max-bytes", "7",
                "copy.streams", "2",
                "memory-timeout", "PT0.2S"));
    assertThat(options.tiers())
        .extracting(TierOptions::name, TierOptions::timeout, TierOptions::options)
        .containsExactly(
            tuple("memory", Duration.ofMillis(200), Map.of("max-bytes", "7", "ttl", "PT30S")),
            tuple("copy", null, Map.of("streams", "2")));
  }

  @Test
  void givesTheDigitsOfUntypedNumericToThoseWhoReadAmounts() {
    var options =
        read(
            Map.of(
                "tiers", "memory,mv,select,copy",
                "untyped-numeric", "38,12",
                "copy.untyped-numeric", "38,15"));
    assertThat(options.tiers())
        .extracting(TierOptions::name, tier -> tier.options().get("untyped-numeric"))
        .containsExactly(
            tuple("memory", null),
            tuple("mv", "38,12"),
            tuple("select", "38,12"),
            tuple("copy", "38,15"));
  }

  @Test
  void keepsATiersOwnTtl() {
    var options = read(Map.of("tiers", "memory,copy", "memory.ttl", "PT1M"));
    assertThat(options.tiers().get(0).options()).containsEntry("ttl", "PT1M");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tiers          | memory,carrier-pigeon | there are: copy
          tiers          | memory,hybrid         | no tier of its own
          tiers          | memory,,copy          | there are: copy
          tiers          | copy,copy             | once
          freshness      | maybe                 | ttl or version
          ttl            | 0                     | more than zero
          retry-after    | never                 | more than zero
          connections    | 65                    | from 1 to 64
          copy-timeout   | -1                    | more than zero
          redis-timeout  | PT1S                  | copy-timeout
          select.mode    | plain                 | copy.<option>
          tier           | memory                | tiers
          untyped-numeric | 40,2                 | precision <= 38
          untyped-numeric | many                 | as in 38,10
          """)
  void refusesABadOption(String option, String value, String allowed) {
    Map<String, String> options = new HashMap<>(Map.of("tiers", "memory,copy"));
    options.put(option, value);
    assertThatThrownBy(() -> read(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hybrid")
        .hasMessageContaining(option)
        .hasMessageContaining(allowed);
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> read(Map.of("tiers", "redis,copy", "ttl", "soon", "connections", "0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hybrid's tier redis needs a Redis")
        .hasMessageContaining("hybrid's option ttl must be a duration of more than zero")
        .hasMessageContaining("hybrid's option connections must be a number from 1 to 64");
  }

  @Test
  void refusesATtlWhereVersionsSayWhatIsCurrent() {
    assertThatThrownBy(() -> read(Map.of("freshness", "version", "ttl", "60")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ttl");
  }
}
