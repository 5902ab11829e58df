package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTypeTest {
  private enum Colour {
    RED,
    GREEN,
    DARK_BLUE
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "+20ms, PT0.02S",
    "500MS, PT0.5S",
    "30s, PT30S",
    "1.5s, PT1.5S",
    "90s, PT1M30S",
    "5m, PT5M",
    "20M, PT20M",
    "1h, PT1H",
    "1h30m, PT1H30M",
    "1H30M10S, PT1H30M10S",
    "7d, P7D",
    "1d12h, PT36H",
    "999999999h, PT999999999H",
    "1, PT1S",
    "+1, PT1S",
    "030, PT30S",
    "86400, PT24H",
    "9223372036854775807, PT9223372036854775807S",
    "PT0.5S, PT0.5S",
    "pt30s, PT30S",
    "PT24H, PT24H",
    "P3650D, PT87600H",
    "P1DT1H, PT25H",
    "PT1H-1M, PT59M"
  })
  void readsADurationInAnyOfItsForms(String text, Duration expected) {
    assertThat(OptionType.DURATION.read("ttl", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "0ms", "PT0S"})
  void readsZeroWhereThatIsAllowed(String text) {
    var type = OptionType.duration("of zero or more", ttl -> !ttl.isNegative());
    assertThat(type.read("ttl", text)).isZero();
    assertRefused(OptionType.DURATION, text, "a duration of more than zero, as 500ms, 30s,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "an hour",
        "s",
        "ms",
        "d",
        "P",
        "PT",
        "P1Y",
        "1w",
        "30 s",
        "1h30",
        "1m1h",
        "1s500ms",
        "1.5ms",
        "0.5",
        "1d1",
        "T1S",
        "-1",
        "-5s",
        "-1ms",
        "-PT1S",
        "PT-1S",
        "1hPT1S",
        "99999999999999999999",
        "99999999999999999999ms",
        "PT99999999999999999999H",
        "0x10"
      })
  void refusesWhatIsNoDurationOrNone(String text) {
    assertRefused(
        OptionType.DURATION,
        text,
        "a duration of more than zero, as 500ms, 30s, 1h30m, 7d, PT0.5S or a number of seconds");
  }

  @Test
  void refusesADurationOutsideOfItsRange() {
    var type =
        OptionType.duration(
            "from a second to a day",
            value -> value.toSeconds() >= 1 && value.compareTo(Duration.ofDays(1)) <= 0);
    assertThat(type.read("every", "24h")).isEqualTo(Duration.ofDays(1));
    for (var text : new String[] {"999ms", "25h", "P2D", "86401"}) {
      assertRefused(type, text, "a duration from a second to a day, as 500ms,");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "64, 64", "+5, 5", "007, 7"})
  void readsANumber(String text, int expected) {
    assertThat(OptionType.number(1, 64).read("streams", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65", "-1", "two", "1.0", " 1", "4294967297", "1k"})
  void refusesWhatIsNoNumberOrOutsideOfItsRange(String text) {
    assertRefused(OptionType.number(1, 64), text, "a number from 1 to 64");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000000, 1000000",
    "1k, 1024",
    "512m, 536870912",
    "4g, 4294967296",
    "4G, 4294967296",
    "9223372036854775807, 9223372036854775807"
  })
  void readsANumberOfBytes(String text, long expected) {
    assertThat(OptionType.bytes(1).read("max-bytes", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0g", "-1", "-1k", "k", "lots", "1GB", "1.5g", "1 g", "8589934592g"})
  void refusesWhatIsNoNumberOfBytes(String text) {
    assertRefused(
        OptionType.bytes(1),
        text,
        "a number of bytes from 1 to 9223372036854775807, as 4g, 512m or 1000000");
  }

  @Test
  void readsNoBytesWhereThatIsAllowed() {
    assertThat(OptionType.bytes(0).read("cache-bytes", "0")).isZero();
  }

  @Test
  void readsTrueAndFalse() {
    assertThat(OptionType.BOOL.read("insecure", "true")).isTrue();
    assertThat(OptionType.BOOL.read("insecure", "false")).isFalse();
    for (var text : new String[] {"", "yes", "TRUE", "1"}) {
      assertRefused(OptionType.BOOL, text, "true or false");
    }
  }

  @Test
  void readsOneOfSomeWords() {
    var words = OptionType.oneOf("plain", "tuned");
    assertThat(words.read("mode", "tuned")).isEqualTo("tuned");
    assertRefused(words, "Plain", "plain or tuned");
    var constants = OptionType.oneOf(Colour.class);
    assertThat(constants.read("colour", "dark-blue")).isEqualTo(Colour.DARK_BLUE);
    assertRefused(constants, "DARK_BLUE", "red, green or dark-blue");
  }

  @Test
  void readsAHostAndAPort() {
    var address = OptionType.ADDRESS.read("address", "localhost:9400");
    assertThat(address.getHostString()).isEqualTo("localhost");
    assertThat(address.getPort()).isEqualTo(9400);
    assertThat(OptionType.ADDRESS.read("address", "[::1]:0").getAddress().isLoopbackAddress())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "9400", ":9400", "localhost", "localhost:", "localhost:-1", "localhost:65536"})
  void refusesWhatIsNoAddress(String text) {
    assertRefused(OptionType.ADDRESS, text, "a host and a port, as localhost:9400");
  }

  @Test
  void leavesTheRefusalToWhatKnowsMoreAndDoesNotRepeatTheText() {
    assertThatThrownBy(() -> OptionType.of(RedisUrl::of).read("redis-url", "http://a:s3cr3t@b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("redis-url: a Redis URL must look like redis://")
        .hasMessageNotContaining("s3cr3t");
  }

  private static void assertRefused(OptionType<?> type, String text, String allowed) {
    assertThatThrownBy(() -> type.read("copy's option x", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("copy's option x must be " + allowed)
        .hasMessageEndingWith(", not \"" + text + '"');
  }
}
