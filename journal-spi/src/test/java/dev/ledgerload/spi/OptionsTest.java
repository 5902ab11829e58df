package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final OptionType<Integer> STREAMS = OptionType.number(1, 64);

  @Test
  void readsWhatIsGivenAndElseTheDefault() {
    var options = Options.of("copy", Map.of("streams", "2", "name", "any text"));
    assertThat(options.get("streams", STREAMS, 1)).isEqualTo(2);
    assertThat(options.get("others", STREAMS, 1)).isEqualTo(1);
    assertThat(options.get("timeout", OptionType.DURATION)).isNull();
    assertThat(options.get("name")).isEqualTo("any text");
    assertThat(options.get("no-name")).isNull();
    options.requireValid();
  }

  @Test
  void saysAllThatIsWrongAtOnceEachOnce() {
    var options =
        Options.of("copy", Map.of("streams", "0", "timeout", "soon", "strems", "1", "ttl", "2"));
    assertThat(options.get("streams", STREAMS, 7)).isEqualTo(7);
    assertThat(options.get("streams", STREAMS)).isNull();
    assertThat(options.get("timeout", OptionType.DURATION, Duration.ZERO)).isZero();
    options.require(true, "this holds");
    options.require(false, "copy goes with nothing");
    assertThatThrownBy(options::requireValid)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            copy's option streams must be a number from 1 to 64, not "0"
              copy's option timeout must be a duration of more than zero, as 500ms, 30s, 1h30m, 7d, \
            PT0.5S or a number of seconds, not "soon"
              copy goes with nothing
              copy has no option "strems"; there are: [streams, timeout]
              copy has no option "ttl"; there are: [streams, timeout]"""
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void refusesAnyOptionWhereThereAreNone() {
    var options = Options.of("versions", Map.of("depth", "s3cr3t"));
    assertThatThrownBy(options::requireValid)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("versions has no option \"depth\"; there are: []");
  }

  @Test
  void handsOnWhatBelongsToAPart() {
    var options =
        Options.of("hybrid", Map.of("copy.streams", "2", "copy.ttl", "x", "copying", "1"));
    assertThat(options.startingWith("copy."))
        .containsExactlyInAnyOrderEntriesOf(Map.of("streams", "2", "ttl", "x"));
    assertThatThrownBy(options::requireValid)
        .hasMessage("hybrid has no option \"copying\"; there are: [copy.<option>]");
  }

  @Test
  void readsVariablesAndLeavesThoseOfOthersAlone() {
    var options =
        Options.ofEnvironment(
            Map.of("LEDGERLOAD_CACHE_TTL", "1m", "LEDGERLOAD_TESTBED", "url", "PATH", "/bin"));
    assertThat(options.get("cache-ttl", OptionType.DURATION)).isEqualTo(Duration.ofMinutes(1));
    options.requireValid();

    var wrong = Options.ofEnvironment(Map.of("LEDGERLOAD_CACHE_TTL", ""));
    assertThat(wrong.get("cache-ttl", OptionType.DURATION)).isNull();
    assertThatThrownBy(wrong::requireValid)
        .hasMessageStartingWith("LEDGERLOAD_CACHE_TTL must be a duration of more than zero");
  }
}
