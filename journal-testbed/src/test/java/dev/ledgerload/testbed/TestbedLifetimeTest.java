package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers end with the testbed, and with the JVM however it ends. */
class TestbedLifetimeTest {
  private static final Map<String, String> EMBEDDED = Map.of("LEDGERLOAD_TESTBED", "embedded");

  @TempDir Path temporary;

  @Test
  void serversAndTheirFilesAreGoneAfterASigterm() throws Exception {
    requireNothingLeft(ProcessHandle::destroy);
  }

  @Test
  void serversAndTheirFilesAreGoneAfterAnInterruptFromTheKeyboard() throws Exception {
    requireNothingLeft(
        child -> new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor());
  }

  private interface Ending {
    void of(ProcessHandle child) throws IOException, InterruptedException;
  }

  private void requireNothingLeft(Ending ending) throws Exception {
    var child = TestbedChild.start(temporary, EMBEDDED);
    try {
      var words = TestbedChild.firstLine(child).split(" ");
      assertThat(words).startsWith("ready", "embedded");
      int postgresPort = Integer.parseInt(words[2]);
      int redisPort = Integer.parseInt(words[3]);
      assertThat(answers(postgresPort)).isTrue();
      assertThat(answers(redisPort)).isTrue();
      var postmaster = postmaster();
      assertThat(postmaster).isPresent();
      ending.of(child.toHandle());
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(answers(postgresPort)).isFalse();
      assertThat(answers(redisPort)).isFalse();
      assertThat(postmaster.get().onExit()).succeedsWithin(Duration.ofSeconds(10));
      assertThat(serverDirectories()).isEmpty();
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void closingEndsTheServersAndDeletesTheirFiles() throws IOException {
    var options =
        TestbedOptions.fromEnvironment(EMBEDDED).withDirectory(temporary.resolve("new/place"));
    var testbed = JournalTestbed.start(options);
    int port = testbed.redisUrl().port();
    assertThat(testbed.redisInfo()).containsKey("redis_version");
    assertThat(testbed.postgresSettings().keySet()).startsWith("server_version");
    assertThat(testbed.postgresSettings()).containsEntry("shared_buffers", "1GB");
    assertThat(testbed.postgresSettings()).doesNotContainKeys("fsync", "synchronous_commit");
    assertThat(testbed.provider()).isEqualTo("embedded");
    testbed.close();
    testbed.close();
    assertThat(answers(port)).isFalse();
    assertThat(temporary.resolve("new/place")).isEmptyDirectory();
    assertThatThrownBy(testbed::redisUrl).isInstanceOf(IllegalStateException.class);
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    for (var directory : serverDirectories()) {
      var file = directory.resolve("data/postmaster.pid");
      if (Files.exists(file)) {
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
      }
    }
    return Optional.empty();
  }

  private List<Path> serverDirectories() throws IOException {
    try (var files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().startsWith("ledgerload-")).toList();
    }
  }
}
