package dev.ledgerload.reports.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.reports.gate.CellTrials;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.Gate;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateTrials;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.SimulatedMachine;
import dev.ledgerload.reports.results.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class VerdictFilesTest {
  private static final String HOSTILE = "a|b <script>alert(1)</script> \"c\" \u0000 & ~";

  private static final Path EARLIER = Path.of("src/test/resources/dev/ledgerload/reports/verdict");

  @TempDir Path directory;

  @Test
  void theJsonHasEveryCellWithItsLooks() throws IOException {
    VerdictFiles.write(new SimulatedMachine(1, 0.03).gate(3, 20, 0.2), List.of(), directory);
    var json = new ObjectMapper().readTree(directory.resolve(VerdictFiles.JSON).toFile());
    assertThat(json.get("schemaVersion").intValue()).isEqualTo(GateVerdict.SCHEMA_VERSION);
    assertThat(json.get("outcome").textValue()).isEqualTo("regression");
    assertThat(json.get("cells")).hasSize(3);
    assertThat(json.at("/cells/0/status").textValue()).isEqualTo("fail");
    assertThat(json.at("/cells/0/first/low").doubleValue()).isPositive();
    assertThat(json.at("/cells/0/second/pairs").intValue()).isEqualTo(20);
    assertThat(json.at("/rules/budget").doubleValue()).isEqualTo(0.1);
  }

  /** The names are promises: a file that an earlier build wrote is what this one writes of it. */
  @Test
  void writesAsItWasTheFileOfAnEarlierBuild() throws IOException {
    VerdictFiles.write(VerdictFiles.read(EARLIER), List.of(), directory);
    var json = new ObjectMapper();
    assertThat(json.readTree(directory.resolve(VerdictFiles.JSON).toFile()))
        .isEqualTo(json.readTree(EARLIER.resolve(VerdictFiles.JSON).toFile()));
  }

  @Test
  void refusesASchemaVersionThatItDoesNotKnow() throws IOException {
    Files.writeString(directory.resolve(VerdictFiles.JSON), "{\"schemaVersion\": 2}");
    assertThatThrownBy(() -> VerdictFiles.read(directory))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(VerdictFiles.JSON)
        .hasMessageContaining("schemaVersion 2 is not known, only 1 is");
  }

  @Test
  void figuresThatAreNoNumbersAreNullInTheJson() throws IOException {
    VerdictFiles.write(judge(failing()), List.of(), directory);
    var json = new ObjectMapper().readTree(directory.resolve(VerdictFiles.JSON).toFile());
    assertThat(json.at("/cells/0/noise").isNull()).isTrue();
    assertThat(json.at("/cells/0/detectable").isNull()).isTrue();
    assertThat(json.at("/cells/0/first").isNull()).isTrue();
  }

  @Test
  void junitCountsFailedCellsAsFailuresAndUntoldOnesAsSkipped() throws Exception {
    VerdictFiles.write(
        judge(failing(), CellTrials.answered("b", 9, List.of(), List.of())), List.of(), directory);
    var suite = suite();
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }

  @Test
  void junitHasAnErrorWhereNothingCouldBeCompared() throws Exception {
    VerdictFiles.write(notComparable(), List.of(), directory);
    assertThat(suite().getAttribute("errors")).isEqualTo("1");
    assertThat(suite().getElementsByTagName("error").getLength()).isEqualTo(1);
  }

  @Test
  void hostileTextStaysTextInEveryFile() throws Exception {
    VerdictFiles.write(judge(failing()), List.of(), directory);
    var test = (Element) suite().getElementsByTagName("testcase").item(0);
    assertThat(test.getAttribute("name")).startsWith("a|b <script>");
    assertThat(Files.readString(directory.resolve(VerdictFiles.MARKDOWN)))
        .doesNotContain("<script>")
        .contains("a\\|b");
  }

  @Test
  void theMarkdownSaysTheOutcomeFirstAndWhyACellIsNotGreen() {
    var text = VerdictFiles.markdown(new SimulatedMachine(1, 0.03).gate(3, 20, 0.2));
    assertThat(text)
        .startsWith("# Gate: a regression")
        .contains("3 cells: 0 pass, 3 fail")
        .contains("confirmed by a second look")
        .contains("once in");
  }

  @Test
  void theMarkdownSaysTheSameReasonOnce() {
    var text =
        VerdictFiles.markdown(
            judge(
                CellTrials.answered("a", 9, List.of(), List.of()),
                CellTrials.answered("b", 9, List.of(), List.of())));
    assertThat(text)
        .containsOnlyOnce("only 0 of the 10 pairs")
        .contains("- ~ 2 cells: only")
        .contains("No cell's times could be compared.");
  }

  @Test
  void theMarkdownNamesWhatDiffersWhereNothingCouldBeCompared() {
    assertThat(VerdictFiles.markdown(notComparable()))
        .startsWith("# Gate: not comparable")
        .contains("- jdk: 17 for the baseline, not there for the candidate");
  }

  private static CellTrials failing() {
    return new CellTrials(HOSTILE, 9, List.of(), List.of(), List.of(), null, HOSTILE);
  }

  private static GateVerdict judge(CellTrials... cells) {
    return Gate.judge(GateRules.DEFAULT, SimulatedMachine.of(List.of(cells)));
  }

  private static GateVerdict notComparable() {
    return Gate.judge(
        GateRules.DEFAULT,
        new GateTrials(
            SimulatedMachine.BASELINE,
            SimulatedMachine.CANDIDATE,
            new Conditions(Map.of("jdk", "17")),
            new Conditions(Map.of()),
            true,
            List.of(failing())));
  }

  private Element suite() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(directory.resolve(VerdictFiles.JUNIT).toFile())
        .getDocumentElement();
  }
}
