package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.PATIENCE;
import static dev.ledgerload.loader.flight.ServedJournal.await;
import static dev.ledgerload.loader.flight.ServedJournal.query;
import static dev.ledgerload.loader.flight.ServedJournal.requireSeeded;
import static dev.ledgerload.loader.flight.ServedJournal.requireWorks;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own. */
@Timeout(120)
class FlightServerMainTest {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final int USAGE = 2;
  private static final int FAILED = 3;

  @TempDir Path directory;

  private ServedJournal served;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void start() {
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    served.close();
  }

  private Process main(String url, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("-ea"); // Arrow then checks what it is given back
    command.add("-XX:TieredStopAtLevel=1"); // it ends before the best compiler pays
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FlightServerMain.class.getName());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("LEDGERLOAD_POSTGRES_URL", url);
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private String urlOf(Process process) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    var line = out.readLine();
    assertThat(line).matches("serving served_entries at grpc://127\\.0\\.0\\.1:\\d+");
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  @Tag("processes")
  @Test
  void endsOnSigtermAfterTheLoadsUnderWayAndTakesNoMore() throws Exception {
    var journal = directory.resolve("journal.properties");
    Files.writeString(journal, ServedJournal.LAYOUT.toProperties());
    var process = main(ServedJournal.postgres().jdbcUrl(), "port=0", "journal=" + journal);
    int port = URI.create(urlOf(process)).getPort();
    try (var proxy = new TcpProxy("127.0.0.1", port);
        var client = served.openAt(proxy.port());
        var other = served.openAt(port)) {
      requireWorks(client, 0);
      proxy.stallAfter(1_000_000);
      var load = Background.start(() -> client.load(query(0)));
      proxy.awaitStall(PATIENCE);
      process.destroy(); // SIGTERM
      await("the refusal of more", () -> refusesAsItStops(other));
      TimeUnit.SECONDS.sleep(4); // longer than Flight's server waits of its own accord
      proxy.resume();
      try (var table = load.get()) {
        requireSeeded(table);
      }
    }
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
  }

  private static boolean refusesAsItStops(JournalSource client) {
    try {
      client.load(query(0)).close();
      return false;
    } catch (JournalLoadException e) {
      assertThat(e).hasMessageContaining("the server stops");
      return true;
    }
  }

  @Tag("processes")
  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(exitOf(main(ServedJournal.postgres().jdbcUrl(), "--port", "1"))).isEqualTo(USAGE);
    assertThat(exitOf(main(ServedJournal.postgres().jdbcUrl(), "prot=0"))).isEqualTo(USAGE);
    assertThat(exitOf(main("no url"))).isEqualTo(USAGE);
    assertThat(exitOf(main(ServedJournal.postgres().jdbcUrl(), "journal=/no/such/file")))
        .isEqualTo(USAGE);
  }

  @Tag("processes")
  @Test
  void saysThatTheDatabaseIsAway() throws Exception {
    assertThat(exitOf(main("jdbc:postgresql://127.0.0.1:1/none?user=u&password=p", "port=0")))
        .isEqualTo(FAILED);
  }

  private static int exitOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void refusesOptionsThatItCannotMeet() {
    for (var wrong :
        List.of(
            Map.of("port", "65536"),
            Map.of("cache-bytes", "lots"),
            Map.of("ttl", "-5s"),
            Map.of("stall-limit", "0"),
            Map.of("from", "flight"),
            Map.of("from", "teleport"),
            Map.of("tls-key", "key.pem"),
            Map.of("token-file", "/no/such/file"),
            Map.of("no-such-option", "1"))) {
      var name = wrong.keySet().iterator().next();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> served.serve(wrong))
          .as(wrong.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .satisfiesAnyOf(
              message -> assertThat(message).contains(name),
              message -> assertThat(message).contains("no strategy"));
    }
  }
}
