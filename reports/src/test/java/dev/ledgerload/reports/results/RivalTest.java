package dev.ledgerload.reports.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rivals in {@code results.json}. */
class RivalTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void areReadBackAsTheyWereWritten() {
    var file = directory.resolve("results.json");
    SampleRivals.results().write(file);
    assertThat(RunResults.read(file)).isEqualTo(SampleRivals.results());
  }

  @Test
  void areNotInTheFileOfARunWithoutAny() throws IOException {
    assertThat(JSON.readTree(SampleRun.results().toJson()).has("rivals")).isFalse();
  }

  @Test
  void haveFieldsThatMayBeAbsent() throws IOException {
    var json = (ObjectNode) JSON.readTree(SampleRivals.results().toJson());
    ((ObjectNode) json.at("/rivals/0"))
        .remove(
            List.of(
                "cpuMs",
                "peakBytes",
                "resultBytes",
                "wireBytes",
                "conversionMs",
                "amount",
                "exact",
                "nullsApart",
                "error"));
    var file = Files.writeString(directory.resolve("results.json"), json.toString());
    var rival = RunResults.read(file).rivals().get(0);
    assertThat(rival.exact()).isNull();
    assertThat(rival.times()).isEqualTo(SampleRivals.results().rivals().get(0).times());
  }

  @Test
  void sayWhichFieldIsMissing() throws IOException {
    var json = (ObjectNode) JSON.readTree(SampleRivals.results().toJson());
    ((ObjectNode) json.at("/rivals/1")).remove("makes");
    var file = Files.writeString(directory.resolve("results.json"), json.toString());
    assertThatThrownBy(() -> RunResults.read(file))
        .hasMessageContaining("rivals[1].makes is missing");
  }

  @Test
  void haveSamplesOrAnError() {
    assertThatThrownBy(() -> SampleRivals.failed("name", "Title", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples");
  }
}
