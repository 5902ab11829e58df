package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.GateSubject;
import dev.ledgerload.reports.gate.TrialFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {
  private static final TrialCell CELL =
      new TrialCell("ENTRIES", "copy", "one-stream", "all", "kernel", "", 100, null);

  @TempDir Path directory;

  @Test
  void whatIsNotedIsRead() throws IOException {
    var log = TrialLog.create(directory, header(1));
    log.add(entry(0, Side.BASELINE));
    log.add(new TrialEntry(1, 0, CELL.key(), Side.CANDIDATE, 2.5, null, null, "wrong answer"));
    log.completeLook(1);
    var read = TrialLog.read(directory);
    assertThat(read.header()).isEqualTo(log.header());
    assertThat(read.entries()).isEqualTo(log.entries());
    assertThat(read.isComplete(1)).isTrue();
    assertThat(read.isComplete(2)).isFalse();
  }

  /** An earlier gate may be a baseline, and one that was interrupted is gone on with. */
  @Test
  void whatEarlierBuildsNotedIsReadAndWrittenAsEver() throws IOException {
    var lines =
        """
        {"gate":{"schemaVersion":1,"baseline":{"name":"a.jar","commit":"abc"},\
        "candidate":{"name":"b.jar","commit":"def"},"baselineDigest":"1","candidateDigest":"2",\
        "seed":7,"baselineConditions":{"facts":{"cpu":"fast"}},\
        "candidateConditions":{"facts":{"cpu":"fast"}},"cells":[\
        {"kind":"DRAIN","strategy":"drain","variant":"one-stream","columns":"all",\
        "processor":"kernel","state":"","rows":100},\
        {"kind":"TOTALS","strategy":"indb","variant":"function","columns":"none",\
        "processor":"","state":"","rows":100}]}}
        {"trial":{"look":1,"round":0,"cell":"drain/one-stream/ENTRY/all/100/load/-",\
        "side":"BASELINE","elapsedSeconds":2.5,"figures":{"millis":[1.5,2.0],"rows":100,\
        "tableBytes":4000,"allocatedBytes":1000.5}}}
        {"trial":{"look":1,"round":0,"cell":"drain/one-stream/ENTRY/all/100/load/-",\
        "side":"CANDIDATE","elapsedSeconds":2.5,"error":"wrong answer: x"}}
        {"trial":{"look":0,"round":0,"cell":"drain/one-stream/ENTRY/all/100/load/-",\
        "side":"CANDIDATE","elapsedSeconds":2.5,"wire":{"statements":5,"bytes":600}}}
        {"completeLook":1}
        """;
    var file = directory.resolve(TrialLog.FILE);
    Files.writeString(file, lines);
    TrialLog.read(directory).mend();
    assertThat(file).hasContent(lines);
  }

  @Test
  void aLastLineCutShortCostsItsTrialOnly() throws IOException {
    var log = TrialLog.create(directory, header(1));
    log.add(entry(0, Side.BASELINE));
    Files.writeString(
        directory.resolve(TrialLog.FILE), "{\"trial\":{\"look\"", StandardOpenOption.APPEND);
    var read = TrialLog.read(directory);
    read.mend();
    read.add(entry(0, Side.CANDIDATE));
    assertThat(TrialLog.read(directory).entries())
        .containsExactly(entry(0, Side.BASELINE), entry(0, Side.CANDIDATE));
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Files.writeString(directory.resolve(TrialLog.FILE), "{\"trial\": 7}\n");
    assertThatThrownBy(() -> TrialLog.read(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(TrialLog.FILE);
  }

  @Test
  void anInterruptedGateOfTheSameIsGoneOnWith() throws IOException {
    var directories = new GateDirectory(directory);
    var interrupted = directories.log(header(1));
    interrupted.add(entry(0, Side.BASELINE));
    assertThat(directories.log(header(1)).entries()).hasSize(1);
    assertThat(directories.log(header(2)).entries()).isEmpty();
  }

  @Test
  void aFinishedGateIsNotGoneOnWith() throws IOException {
    var directories = new GateDirectory(directory);
    var finished = directories.log(header(1));
    finished.add(entry(0, Side.BASELINE));
    Files.writeString(finished.directory().resolve("verdict.json"), "{}");
    assertThat(directories.log(header(1)).entries()).isEmpty();
  }

  @Test
  void pairsAreOfOneRoundAndBothSides() {
    var collected =
        new CollectedTrials(
            List.of(
                entry(0, Side.BASELINE),
                entry(0, Side.CANDIDATE),
                entry(1, Side.BASELINE),
                entry(2, Side.CANDIDATE)));
    assertThat(collected.inTurns(List.of(CELL)).get(0).first()).hasSize(1);
    assertThat(collected.has(1, 1, CELL.key(), Side.BASELINE)).isTrue();
    assertThat(collected.has(1, 1, CELL.key(), Side.CANDIDATE)).isFalse();
  }

  private static GateHeader header(long seed) {
    var subject = new GateSubject("a.jar", "abc");
    var conditions = new Conditions(Map.of("cpu", "fast"));
    return new GateHeader(
        1, subject, subject, "1", "2", seed, conditions, conditions, List.of(CELL));
  }

  private static TrialEntry entry(int round, Side side) {
    return new TrialEntry(
        1,
        round,
        CELL.key(),
        side,
        2.5,
        new TrialFigures(List.of(12.5), 100, 4000, 9999),
        null,
        null);
  }
}
