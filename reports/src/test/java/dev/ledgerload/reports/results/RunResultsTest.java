package dev.ledgerload.reports.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunResultsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void readsBackWhatItWrote() {
    Path file = directory.resolve("made/on/the/way/results.json");
    RunResults results = SampleRun.results();
    results.write(file);
    assertThat(RunResults.read(file)).isEqualTo(results);
  }

  /**
   * The names are promises: a file that an earlier build wrote is what this one writes of it, but
   * for what version 2 changed.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/test/resources/dev/ledgerload/reports/results/results.json",
        "../docs/results/latest/results.json"
      })
  void writesAsItWasTheFileOfAnEarlierBuild(Path earlier) throws IOException {
    Path file = directory.resolve("results.json");
    RunResults.read(earlier).write(file);
    var ofVersion2 =
        Files.readString(earlier)
            .replaceFirst("\"schemaVersion\" ?: ?1", "\"schemaVersion\":2")
            .replace("\"ACCOUNT_PAIR\"", "\"GROUP\"");
    assertThat(MAPPER.readTree(file.toFile())).isEqualTo(MAPPER.readTree(ofVersion2));
  }

  @Test
  void aFieldThatIsOptionalMayBeAbsent() throws IOException {
    ObjectNode json = json();
    var optional =
        List.of(
            "processor",
            "state",
            "freshness",
            "needs",
            "wireBytes",
            "allocBytesPerOp",
            "cpuMs",
            "error");
    ((ObjectNode) json.at("/cells/0")).remove(optional);
    Cell cell = RunResults.read(file(json.toString())).cells().get(0);
    assertThat(cell.needs()).isEmpty();
    assertThat(cell.costs().wireBytes()).isNull();
    assertThat(cell.times()).isEqualTo(SampleRun.results().cells().get(0).times());
  }

  @Test
  void keepsTheOrderOfTheEnvironmentsFacts() {
    Path file = directory.resolve("results.json");
    SampleRun.results().write(file);
    assertThat(RunResults.read(file).environment().machine().keySet())
        .containsExactly("cpu", "cores", "memory", "kernel", "load average at start", "steal");
  }

  @Test
  void writesNoNumberThatJsonDoesNotHave() throws IOException {
    Path file = directory.resolve("results.json");
    SampleRun.of(List.of(SampleRun.failure(10))).write(file);
    JsonNode cell = MAPPER.readTree(file.toFile()).path("cells").path(0);
    for (String name : List.of("median", "p95", "ciLow", "ciHigh")) {
      assertThat(cell.get(name).isNull()).as(name).isTrue();
    }
    assertThat(Files.readString(file)).doesNotContain("NaN");
    assertThat(RunResults.read(file).cells().get(0).times().median()).isNaN();
  }

  @Test
  void leavesNothingBesideTheFile() throws IOException {
    SampleRun.results().write(directory.resolve("results.json"));
    SampleRun.results().environment().write(directory.resolve("environment.json"));
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("results.json", "environment.json");
    }
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> RunResults.read(directory.resolve("gone.json")))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("gone.json")
        .hasMessageContaining("no such file");
  }

  @Test
  void saysThatAFileIsNotJson() throws IOException {
    assertThatThrownBy(() -> RunResults.read(file("{ not json")))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("results.json is not JSON");
    assertThatThrownBy(() -> RunResults.read(file("")))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("results.json");
    assertThatThrownBy(() -> RunResults.read(file("[]")))
        .hasMessageContaining("must be a JSON object");
  }

  @Test
  void refusesASchemaVersionThatItDoesNotKnow() throws IOException {
    assertThatThrownBy(() -> RunResults.read(file("{\"schemaVersion\": 3}")))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("results.json")
        .hasMessageContaining("schemaVersion 3 is not known, only those from 1 to 2 are");
  }

  @ParameterizedTest
  @CsvSource({
    "/preset, preset is missing",
    "/environment, environment is missing",
    "/environment/jvm, environment.jvm is missing",
    "/cells/0/samples, cells[0].samples is missing",
    "/cells/2/median, cells[2].median is missing",
    "/cells/1/verified, cells[1].verified is missing",
    "/cells/1/rows, cells[1].rows is missing",
    "/cells/1/bytes, cells[1].bytes is missing",
    "/schemaVersion, schemaVersion is missing",
  })
  void saysWhichFieldIsMissing(String pointer, String complaint) throws IOException {
    ObjectNode json = json();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) json.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
    assertThatThrownBy(() -> RunResults.read(file(json.toString())))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("results.json: " + complaint);
  }

  @Test
  void saysWhichFieldIsWrong() throws IOException {
    ObjectNode json = json();
    ((ObjectNode) json.at("/cells/3")).put("phase", "unload");
    assertThatThrownBy(() -> RunResults.read(file(json.toString())))
        .hasMessageContaining("cells[3]: phase must be one of [load, process, total], not unload");
    ((ObjectNode) json.at("/cells/3")).put("phase", 7);
    assertThatThrownBy(() -> RunResults.read(file(json.toString())))
        .hasMessageContaining("cells[3].phase must be text");
  }

  @ParameterizedTest
  @CsvSource({
    "/startedAt, '\"noon\"', startedAt must be a time like 2026-01-31T12:00:00Z",
    "/environment/jvm, 7, environment.jvm must be an object",
    "/environment/jvm/vendor, 7, environment.jvm.vendor must be text",
    "/cells, {}, cells must be a list",
    "/cells/0, 7, cells[0] must be an object",
    "/cells/0/rows, 1.5, cells[0].rows must be a whole number",
    "/cells/0/wireBytes, 1.5, cells[0].wireBytes must be a whole number",
    "/cells/0/samples/1/2, '\"1\"', cells[0].samples[1][2] must be a number",
    "/cells/0/samples/1/2, -1, 'cells[0]: samples must be finite and not negative, not -1.0'",
    "/cells/0/samples/1, 1, cells[0].samples[1] must be a list",
    "/cells/0/median, '\"1\"', cells[0].median must be a number",
    "/cells/0/verified, '\"true\"', cells[0].verified must be true or false",
    "/cells/0/error, 7, cells[0].error must be text",
    "/preset, null, preset is missing",
    "/cells/0/provider, null, cells[0].provider is missing",
  })
  void saysWhatAFieldMustBe(String pointer, String value, String complaint) throws IOException {
    ObjectNode json = json();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = json.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    if (parent instanceof ObjectNode object) {
      object.set(name, MAPPER.readTree(value));
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(name), MAPPER.readTree(value));
    }
    assertThatThrownBy(() -> RunResults.read(file(json.toString())))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("results.json: " + complaint);
  }

  @Test
  void passesOverFieldsThatItDoesNotKnow() throws IOException {
    ObjectNode json = json();
    json.put("added", "later");
    ((ObjectNode) json.at("/cells/0")).put("added", "later");
    assertThat(RunResults.read(file(json.toString()))).isEqualTo(SampleRun.results());
  }

  @Test
  void refusesTwoCellsOfTheSameCombination() {
    Cell cell = SampleRun.failure(10);
    assertThatThrownBy(() -> SampleRun.of(List.of(cell, cell)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two are copy/two-streams/ENTRY/totals/10/load/-");
  }

  @Test
  void readsBackWhatWasMeasuredOverLinks() throws IOException {
    Path file = directory.resolve("results.json");
    AllStrategies.atSeveralSizes().write(file);
    assertThat(RunResults.read(file)).isEqualTo(AllStrategies.atSeveralSizes());
    JsonNode json = MAPPER.readTree(file.toFile());
    assertThat(json.at("/linkedCells/0/link"))
        .isEqualTo(MAPPER.readTree("{\"roundTripMs\": 1.0, \"bitsPerSecond\": 1000000000}"));
    assertThat(json.path("cells").findValue("link")).isNull();
  }

  /** Who knows of no links finds what there was before there were any. */
  @Test
  void cellsOverLinksStandApart() {
    Cell loopback = SampleRun.cell("a/b", "all", 10, "load").failed("why");
    Cell linked =
        SampleRun.cell("a/b", "all", 10, "load").link(new LinkSpeed(0.5, 1_000)).failed("why");
    var results = SampleRun.of(List.of(loopback), List.of(linked));
    assertThat(results.cells()).containsExactly(loopback);
    assertThat(results.linkedCells()).containsExactly(linked);
    assertThat(results.allCells()).containsExactly(loopback, linked);
    assertThat(linked.id().key()).isEqualTo("a/b/ENTRY/all/10/load/-/rtt=0.0005s,rate=1k");
    assertThatThrownBy(() -> SampleRun.of(List.of(linked)))
        .hasMessageContaining("over a link is among linkedCells");
    assertThatThrownBy(() -> SampleRun.of(List.of(), List.of(loopback)))
        .hasMessageContaining("over a link is among linkedCells");
    assertThatThrownBy(() -> SampleRun.of(List.of(), List.of(linked, linked)))
        .hasMessageContaining("two are a/b/ENTRY/all/10/load/-/rtt=0.0005s,rate=1k");
  }

  private static ObjectNode json() throws IOException {
    return (ObjectNode) MAPPER.readTree(SampleRun.results().toJson());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("results.json"), text);
  }
}
