package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final String KEPT = "../docs/results/latest/results.json";

  @TempDir private Path output;

  @Test
  void comparesTwoRuns() {
    var run = CommandLineRun.of("report", KEPT, KEPT, "--output", output + "");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("B against A: of ").contains("comparison.html");
    assertThat(output.resolve("comparison.html")).exists();
    assertThat(output.resolve("report.html")).doesNotExist();
  }

  @Test
  void writesTheComparisonIntoTheLastRunsDirectory() throws IOException {
    var last = Files.copy(Path.of(KEPT), output.resolve("results.json"));
    assertThat(CommandLineRun.of("report", KEPT, last + "").exitCode()).isZero();
    assertThat(output.resolve("comparison.html")).exists();
  }

  @Test
  void aReadmeIsMadeOfOneRun() {
    var run = CommandLineRun.of("report", KEPT, KEPT, "--readme", output.resolve("README.md") + "");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--readme takes one run, but 2 are given");
  }

  @Test
  void namesTheRunThatCannotBeRead() {
    var missing = output.resolve("missing");
    var run = CommandLineRun.of("report", KEPT, missing + "");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains(missing.toString());
  }
}
