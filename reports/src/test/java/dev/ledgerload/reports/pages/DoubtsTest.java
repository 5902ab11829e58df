package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.Environment;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubtsTest {
  private static final Map<String, String> QUIET =
      Map.of("cores", "2", "load average at start", "1.45 1.30 1.46", "steal", "0.1 %");

  @Test
  void aQuietMachineAndManySamplesLeaveNone() {
    assertThat(of(QUIET, 5, 6)).isEmpty();
  }

  @Test
  void oneThatWasBusyAlreadyIsOne() {
    assertThat(of(with("load average at start", "5.20 1.30 1.46"), 5, 6))
        .containsExactly(
            "Others ran beside it: the load average was 5.2 on 2 cores when it began.");
  }

  @Test
  void timeThatTheHostTookIsOne() {
    assertThat(of(with("steal", "4.5 %"), 5, 6))
        .containsExactly("The host took 4.5 % of the machine’s time.");
  }

  @Test
  void anotherBenchmarkBesideItIsOne() {
    assertThat(of(with("disturbed", "another benchmark ran"), 5, 6))
        .containsExactly("It was disturbed: another benchmark ran.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 30 | There are cells of one JVM: how JVMs differ, no interval knows.",
        "2 | 30 | There are cells of two JVMs: how JVMs differ, no interval knows.",
        "3 | 3  | There are cells of 9 samples.",
      })
  void fewSamplesAreOne(int forks, int samplesOfFork, String doubt) {
    assertThat(of(QUIET, forks, samplesOfFork)).containsExactly(doubt);
  }

  @Test
  void whatARunDoesNotSayIsNone() {
    assertThat(of(Map.of(), 5, 6)).isEmpty();
  }

  private static Map<String, String> with(String fact, String value) {
    var facts = new HashMap<>(QUIET);
    facts.put(fact, value);
    return facts;
  }

  private static List<String> of(Map<String, String> machine, int forks, int samplesOfFork) {
    var samples = Collections.nCopies(forks, Collections.nCopies(samplesOfFork, 1.0));
    Cell cell =
        SampleRun.cell("select/plain", "all", 10, "load").measured(List.of(), samples, true);
    var nothing = Map.<String, String>of();
    var now = Instant.EPOCH;
    return Doubts.of(
        new RunResults(
            RunResults.SCHEMA_VERSION,
            "run",
            now,
            now,
            "standard",
            "embedded",
            RunResults.DEFAULT_BASELINE,
            new Environment(machine, nothing, nothing, nothing, nothing, nothing),
            List.of(cell),
            List.of()));
  }
}
