package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's process and the directory that it runs in. Both go when they are told to, and when
 * this process ends, however it ends. Thread-safe.
 */
final class ServerProcess {
  /*
   * A shell starts the server, waits for the end of its standard input, which is a pipe that only
   * this process holds open, and then ends the server and deletes the directory (watch.sh). The
   * system closes that pipe whatever becomes of this process; so the server is ended in one way
   * only. Where the machine has setsid, nothing that is sent to this process and its kin, by a
   * terminal or by who kills them all, reaches shell or server. Should the shell be killed as well,
   * the next start sweeps up after them (Leftovers).
   */
  private static final String SCRIPT = script();
  private static final String LOG = "server.log";
  private static final long STOP_SECONDS = 20;

  private final String name;
  private final ServerDirectory directory;
  private final StopOnce stop;
  private volatile @Nullable Process watcher;
  private volatile @Nullable ProcessHandle server;

  private ServerProcess(String name, ServerDirectory directory) {
    this.name = name;
    this.directory = directory;
    this.stop = StopOnce.of(this::end);
  }

  /**
   * Makes the directory of a server that is to be started.
   *
   * @param name of the server, for messages
   * @throws TestbedException as {@link ServerDirectory#within} does
   */
  static ServerProcess within(Path parent, long neededBytes, String name) {
    return new ServerProcess(name, ServerDirectory.within(parent, neededBytes));
  }

  /** An absolute path. Only this user can enter it. */
  Path directory() {
    return directory.path();
  }

  /** What the server says, and what is run to prepare it. */
  Path log() {
    return directory.path().resolve(LOG);
  }

  /**
   * Starts the server, within the directory and without an input.
   *
   * @param signal what ends it
   * @param command has no relative paths but to the directory
   */
  void start(String signal, List<String> command) throws IOException {
    List<String> all = new ArrayList<>();
    Stream.of("/usr/bin/setsid", "/bin/setsid")
        .filter(setsid -> Files.isExecutable(Path.of(setsid)))
        .findFirst()
        .ifPresent(all::add);
    all.addAll(List.of("/bin/sh", "-c", SCRIPT, "watch.sh"));
    all.addAll(List.of(directory.path().toString(), LOG, signal));
    all.addAll(command);
    var process = new ProcessBuilder(all).redirectError(Redirect.appendTo(log().toFile())).start();
    watcher = process;
    var line = process.inputReader(UTF_8).readLine();
    if (line == null) {
      throw new IOException("nothing watches over it");
    }
    long pid = Long.parseLong(line);
    server = ProcessHandle.of(pid).orElse(null); // null if it has ended
    var stamp = ProcessStamp.of(pid);
    if (stamp.isPresent()) {
      Leftovers.note(directory.path(), stamp.get(), signal);
    }
  }

  boolean isAlive() {
    var started = server;
    return started != null && started.isAlive();
  }

  /** The process of a server that has answered, to be stopped or killed. */
  ProcessHandle handle() {
    return Objects.requireNonNull(server);
  }

  /**
   * Stops what didn't start.
   *
   * @param advice what to do, for the message
   * @return to be thrown; says what the server last said
   */
  TestbedException failed(Exception cause, String advice) {
    var lastWords = directory.lastWords(LOG);
    stop();
    return new TestbedException(
        "%s did not start (%s; its log ends: %s): %s"
            .formatted(name, cause.getMessage(), lastWords, advice),
        cause);
  }

  /** Ends the server and deletes its directory; returns once both are gone. Idempotent. */
  void stop() {
    stop.run();
  }

  private void end() {
    var running = watcher;
    if (running != null) {
      try {
        running.getOutputStream().close();
      } catch (IOException e) {
        // it is closed then
      }
      running.onExit().completeOnTimeout(running, STOP_SECONDS, TimeUnit.SECONDS).join();
      Stream.of(Optional.of(running.toHandle()), Optional.ofNullable(server))
          .flatMap(Optional::stream)
          .filter(ProcessHandle::isAlive) // somebody stopped or killed the shell
          .forEach(ChildProcesses::kill);
    }
    directory.delete();
  }

  private static String script() {
    try (var in = ServerProcess.class.getResourceAsStream("watch.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
