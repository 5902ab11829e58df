package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Servers end with the testbed, and with the JVM however it ends. */
@Tag("processes")
class TestbedLifetimeTest {
  private static final Map<String, String> EMBEDDED = Map.of("LEDGERLOAD_TESTBED", "embedded");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path temporary;

  @Test
  void serversAndTheirFilesAreGoneAfterASigterm() throws Exception {
    requireNothingLeft(Process::destroy);
  }

  @Test
  void serversAndTheirFilesAreGoneAfterAnInterruptFromTheKeyboard() throws Exception {
    requireNothingLeft(child -> signal("-INT", child.pid()));
  }

  private interface Ending {
    void of(Process child) throws IOException, InterruptedException;
  }

  /** At once: the JVM waits for its servers. */
  private static void requireNothingLeft(Ending ending) throws Exception {
    var child = TestbedChild.start(EMBEDDED, List.of());
    try {
      var started = started(child);
      ending.of(child);
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(started).noneMatch(ProcessHandle::isAlive);
      assertThat(TestbedChild.directories(child)).isEmpty();
    } finally {
      child.destroyForcibly();
    }
  }

  @EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
  @Test
  void serversAndTheirFilesGoWhenTheJvmIsKilled() throws Exception {
    var child = TestbedChild.start(EMBEDDED, List.of(), TestbedChild.WITH_POOL_AND_STANDBY);
    var started = started(child);
    assertThat(TestbedChild.directories(child)).hasSize(4);
    child.destroyForcibly();
    for (var process : started) {
      assertThat(process.onExit()).succeedsWithin(PATIENCE);
    }
    await(() -> TestbedChild.directories(child).isEmpty());
  }

  @Test
  void theNextStartSweepsWhatNobodyIsLeftToEnd() throws Exception {
    var child = TestbedChild.start(EMBEDDED, List.of());
    var started = started(child);
    var watchers = started.stream().filter(TestbedLifetimeTest::isShell).toList();
    assertThat(watchers).hasSize(4); // two for each server
    watchers.forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly().waitFor();
    var servers = started.stream().filter(process -> !watchers.contains(process)).toList();
    assertThat(servers).anyMatch(ProcessHandle::isAlive);
    assertThat(TestbedChild.directories(child)).hasSize(2);

    ServerDirectory.within(Path.of(System.getProperty("java.io.tmpdir")), 0).delete();
    await(() -> TestbedChild.directories(child).isEmpty()); // others may sweep at this moment, too
    for (var process : servers) {
      assertThat(process.onExit()).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void closingEndsAServerThatNobodyWatchesOver() throws IOException {
    var redis = RedisProcess.start(List.of());
    var shell = redis.handle().parent().orElseThrow();
    assertThat(shell).matches(TestbedLifetimeTest::isShell);
    shell.children().filter(TestbedLifetimeTest::isShell).forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
    assertThat(shell.onExit()).succeedsWithin(PATIENCE);
    assertThat(redis.handle().isAlive()).isTrue();
    redis.close();
    assertThat(redis.handle().isAlive()).isFalse();
    assertThat(redis.directory()).doesNotExist();
  }

  /** All processes that a child needs, once it has said that its servers answer. */
  private static List<ProcessHandle> started(Process child) throws IOException {
    var words = TestbedChild.firstLine(child).split(" ", -1);
    assertThat(words).startsWith("ready", "embedded");
    assertThat(answers(Integer.parseInt(words[2]))).isTrue();
    assertThat(answers(Integer.parseInt(words[3]))).isTrue();
    var started = child.descendants().toList();
    assertThat(started).hasSizeGreaterThan(8); // PostgreSQL alone has half a dozen
    return started;
  }

  private static boolean isShell(ProcessHandle process) {
    return process.info().command().orElse("").matches(".*/(sh|dash|bash|busybox)");
  }

  private static void signal(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
      PostgresProbe.pause();
    }
  }

  @Test
  void closingEndsTheServersAndDeletesTheirFiles() throws IOException {
    var relative = Path.of("").toAbsolutePath().relativize(temporary.resolve("new/place"));
    var options = TestbedOptions.fromEnvironment(EMBEDDED).withDirectory(relative);
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
}
