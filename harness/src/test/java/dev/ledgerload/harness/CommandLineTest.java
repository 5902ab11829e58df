package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as a whole: what it says of itself, and of what it doesn't understand. */
class CommandLineTest {
  @ParameterizedTest
  @CsvSource({
    "bench --forks many, --forks, ledgerload bench --help",
    "bench --shops 3, --shops, ledgerload bench --help",
    "gate, --baseline, ledgerload gate --help",
    "benhc, bench, ledgerload --help",
    "load --day 2026-01-01 --format xls, --format, ledgerload load --help",
    "totals --day 2026-01-01 --format xml, --format, ledgerload totals --help",
    "load, --day, ledgerload load --help",
    "init, --table, ledgerload init --help"
  })
  void whatItDoesNotUnderstandIsOneLineWithAHintAtTheHelp(String typed, String what, String hint) {
    var run = CommandLineRun.of(typed.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("ledgerload: ")
        .contains(what)
        .endsWith("; see " + hint);
  }

  @Test
  void withoutACommandItSaysWhichThereAre() {
    var run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("bench", "doctor", "Exit codes");
  }

  @Test
  void saysWhichVersionItIsAndOfWhichCommit() {
    var run = CommandLineRun.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("ledgerload \\d+\\.\\d+\\.\\d+\\S*, commit \\S+\\R");
  }

  @Test
  void givesShellsAScriptThatCompletesItsCommands() {
    var run = CommandLineRun.of("generate-completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("complete -F", "serve-flight", "--strategies", "--journal", "init", "totals");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void itsScriptSaysWhatToDoWhereNothingIsBuilt(@TempDir Path home) throws Exception {
    var script = Files.createDirectory(home.resolve("bin")).resolve("ledgerload");
    Files.copy(Path.of("..", "bin", "ledgerload"), script);
    var run =
        new ProcessBuilder("sh", script.toString(), "doctor").redirectErrorStream(true).start();
    assertThat(text(run)).contains("isn't built", "mvn package");
    assertThat(run.waitFor()).isEqualTo(Ledgerload.FAILED);
  }

  private static String text(Process run) throws IOException {
    return new String(run.getInputStream().readAllBytes(), UTF_8);
  }
}
