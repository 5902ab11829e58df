package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final ProcessStamp SELF = ProcessStamp.ofThisProcess();

  @TempDir Path temporary;

  @Test
  void sweepsWhatBelongsToADeadProcessAlone() throws Exception {
    var dead = new ProcessBuilder("sleep", "600").start();
    var stamp = ProcessStamp.of(dead.pid()).orElseThrow();
    assertThat(stamp.isAlive()).isTrue();
    var leftByIt = directory(stamp);
    Leftovers.sweep(temporary);
    assertThat(leftByIt).exists();

    dead.destroyForcibly().waitFor();
    assertThat(stamp.isAlive()).isFalse();
    var file = Files.createFile(temporary.resolve("ledgerload-" + stamp + "-1.zip"));
    var ofAnotherWithThisNumber =
        directory(new ProcessStamp(SELF.space(), SELF.pid(), SELF.start() - 1));
    var ofAProcessElsewhere = directory(new ProcessStamp(SELF.space() + 1, dead.pid(), 1));
    var ofThisProcess = Files.createTempDirectory(temporary, Leftovers.prefix());
    var ofThisToo = Leftovers.newDirectory();
    var ofNoProcess = Files.createDirectory(temporary.resolve("ledgerload-targets"));
    var ofNoNumber =
        Files.createDirectory(temporary.resolve("ledgerload-1-%s-1-1".formatted("9".repeat(30))));
    Leftovers.sweep(temporary);
    assertThat(leftByIt).doesNotExist();
    assertThat(file).doesNotExist();
    assertThat(ofAnotherWithThisNumber).doesNotExist();
    assertThat(ofAProcessElsewhere).exists();
    assertThat(ofThisProcess).exists();
    assertThat(ofThisToo).exists();
    Files.delete(ofThisToo);
    assertThat(ofNoProcess).exists();
    assertThat(ofNoNumber).exists();
  }

  @Test
  void leavesAServersNumberAloneThatSomebodyElseHasNow() throws Exception {
    var bystander = new ProcessBuilder("sleep", "600").start();
    try {
      var now = ProcessStamp.of(bystander.pid()).orElseThrow();
      var left = directory(new ProcessStamp(SELF.space(), SELF.pid(), SELF.start() - 1));
      Leftovers.note(left, new ProcessStamp(now.space(), now.pid(), now.start() - 1), "KILL");
      Leftovers.sweep(temporary);
      assertThat(left).doesNotExist();
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void deletesWhatWasLeftWhileItsServerWasNoted() throws IOException {
    var left = directory(new ProcessStamp(SELF.space(), SELF.pid(), SELF.start() - 1));
    Files.writeString(left.resolve("server"), SELF.toString());
    Leftovers.sweep(temporary);
    assertThat(left).doesNotExist();
  }

  private Path directory(ProcessStamp owner) throws IOException {
    var directory = Files.createTempDirectory(temporary, "ledgerload-%s-".formatted(owner));
    Files.writeString(directory.resolve("data"), "left");
    return directory;
  }
}
