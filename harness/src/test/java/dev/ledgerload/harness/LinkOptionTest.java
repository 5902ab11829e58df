package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.reports.results.LinkSpeed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkOptionTest {
  @ParameterizedTest
  @CsvSource({
    "'rtt=1ms,rate=1g', 1, 1000000000",
    "'rtt=10ms,rate=200m', 10, 200000000",
    "'rtt=0s,rate=2500M', 0, 2500000000",
    "'rtt=PT0.0005S,rate=12345k', 0.5, 12345000",
    "'rtt=0.00025s,rate=1000001', 0.25, 1000001",
    "'rtt=1s,rate=1m', 1000, 1000000"
  })
  void isReadAsDurationsAndNetworksAreWritten(String text, double roundTripMs, long bitsPerSecond) {
    var speed = new LinkSpeed(roundTripMs, bitsPerSecond);
    assertThat(read(text)).containsExactly(speed);
    assertThat(read(speed.key())).as("as results write it").containsExactly(speed);
  }

  @Test
  void eachCountsOnceInItsOrder() {
    assertThat(read("rtt=2ms,rate=1g", "rtt=1ms,rate=1g", "rtt=2ms,rate=1000m"))
        .containsExactly(new LinkSpeed(2, 1_000_000_000), new LinkSpeed(1, 1_000_000_000));
    assertThat(read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fast",
        "rtt=1ms",
        "rate=1g",
        "rate=1g,rtt=1ms",
        "rtt=1ms,rate=1g,loss=1%",
        "rtt=1ms rate=1g",
        "rtt=1ms,rate=",
        "rtt=,rate=1g",
        "rtt=-1ms,rate=1g",
        "rtt=1001ms,rate=1g",
        "rtt=soon,rate=1g",
        "rtt=1ms,rate=0",
        "rtt=1ms,rate=999k",
        "rtt=1ms,rate=2501m",
        "rtt=1ms,rate=3g",
        "rtt=1ms,rate=-1g",
        "rtt=1ms,rate=1t",
        "rtt=1ms,rate=1.5g",
        "rtt=1ms,rate=99999999999999999999"
      })
  void whatCannotBeReliedOnIsRefusedWithWhatCan(String text) {
    var problems = new Problems();
    assertThat(LinkOption.read(List.of(text, "rtt=1ms,rate=1g"), problems)).hasSize(1);
    assertThatThrownBy(problems::refuse)
        .hasMessageStartingWith("--link")
        .hasMessageContaining(" must be ")
        .hasMessageContaining(", as ");
  }

  private static List<LinkSpeed> read(String... texts) {
    var problems = new Problems();
    var speeds = LinkOption.read(List.of(texts), problems);
    assertThatCode(problems::refuse).doesNotThrowAnyException();
    return speeds;
  }
}
