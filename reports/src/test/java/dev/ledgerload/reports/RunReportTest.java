package dev.ledgerload.reports;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunReportTest {
  @Test
  void writes() {
    RunReport.write(SampleRun.results(), Path.of("target/sample-run"));
  }
}
