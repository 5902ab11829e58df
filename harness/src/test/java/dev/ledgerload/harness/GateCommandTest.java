package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line refuses before anything is started. */
class GateCommandTest {
  @TempDir Path directory;

  @Test
  void aBaselineIsNeeded() {
    var run = CommandLineRun.of("gate");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("--baseline");
  }

  @Test
  void aJarThatIsNotThereIsNamed() {
    assertRefused("there is no jar nowhere.jar", "--baseline", "nowhere.jar");
  }

  @Test
  void aWordThatNamesNothingIsToldFromAJarAndACommit() {
    assertRefused("neither a jar", "--baseline", "no-such-branch-anywhere");
    assertRefused("neither a jar nor a commit", "--baseline=--upload-pack=x");
  }

  @Test
  void aDirectoryOfNoGateIsRefused() throws Exception {
    Files.createDirectories(directory.resolve("empty"));
    assertRefused("without trials.jsonl", "--baseline", directory.resolve("empty") + "");
  }

  @Test
  void aBudgetThatIsNoTimeIsRefused() {
    assertRefused(
        "must be a duration of more than zero", "--baseline", "x.jar", "--budget", "soon");
    assertRefused("must be a duration of more than zero", "--baseline", "x.jar", "--budget", "0s");
  }

  @Test
  void aSlowdownBudgetBelowTheMinimalEffectIsRefused() {
    assertRefused(
        "must exceed the minimal effect", "--baseline", "x.jar", "--slowdown-budget", "1");
  }

  private void assertRefused(String message, String... args) {
    var all = new ArrayList<>(List.of("gate", "--output", directory + ""));
    all.addAll(List.of("--candidate", "x.jar"));
    all.addAll(List.of(args));
    var run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.err()).startsWith("ledgerload: ").contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
  }
}
