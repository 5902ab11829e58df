package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.pages.RunReport;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the report tells to type and to write for each method that it may recommend: of a run that
 * had no other.
 */
@Tag("processes")
class ReportedExamplesTest {
  private static final RunResults RUN =
      RunResults.read(Path.of("../docs/results/latest/results.json")).withMethods(descriptions());
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(200, 1));
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final Pattern CODE =
      Pattern.compile("<pre><code>(.*?)</code></pre>", Pattern.DOTALL);

  @TempDir static Path directory;
  private static JournalTestbed testbed;
  private static Path journalFile = Path.of("");

  @BeforeAll
  static void start() {
    testbed = JournalTestbed.start();
  }

  /** A journal that nothing was installed next to, with entries of yesterday. */
  @BeforeEach
  void seed() throws SQLException {
    var table = "reported_examples_" + TABLES.incrementAndGet();
    JOURNAL.seed(
        testbed.postgresUrl(),
        JournalSchema.GL_ENTRIES.withTable(table),
        SeedOptions.DEFAULT.withReplace(true));
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE %s SET trx_date = DATE '%s'"
              .formatted(table, LocalDate.now(ZoneId.systemDefault()).minusDays(1)));
    }
    journalFile = directory.resolve(table + ".properties");
    run("init", "--table", table, "--output", journalFile.toString());
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  private static List<MethodDescription> descriptions() {
    return Stream.<StrategyProvider>concat(
            JournalSources.providers().stream(), JournalSources.totalsProviders().stream())
        .flatMap(
            provider ->
                provider.variants().stream()
                    .map(
                        variant ->
                            new MethodDescription(
                                provider.strategy(),
                                variant.name(),
                                variant.summary(),
                                variant.options())))
        .toList();
  }

  static List<String> methods() {
    return RUN.cells().stream()
        .filter(cell -> !cell.floor())
        .map(ReportedExamplesTest::method)
        .distinct()
        .toList();
  }

  private static String method(Cell cell) {
    return cell.id().strategy() + "/" + cell.id().variant();
  }

  /** What stands in code in the report of a run of one method. */
  private static List<String> codes(String method) throws IOException {
    List<Cell> cells = RUN.cells().stream().filter(cell -> method(cell).equals(method)).toList();
    var only =
        new RunResults(
            RUN.schemaVersion(),
            RUN.runId(),
            RUN.startedAt(),
            RUN.finishedAt(),
            RUN.preset(),
            RUN.provider(),
            RUN.baseline(),
            RUN.environment(),
            cells,
            List.of(),
            List.of(),
            RUN.methods());
    Path report = directory.resolve(method.replace('/', '-'));
    RunReport.write(only, report);
    return CODE.matcher(Files.readString(report.resolve("report.html")))
        .results()
        .map(found -> unescaped(found.group(1)))
        .toList();
  }

  private static String unescaped(String html) {
    return html.replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  @Test
  void whatToWriteCompiles() throws IOException {
    var bodies = new StringBuilder();
    int count = 0;
    for (String method : methods()) {
      for (String java : codes(method)) {
        if (java.startsWith("var schema")) {
          bodies.append("void run%d() throws Exception {\n".formatted(count++));
          bodies.append("// %s%n%s%n}%n".formatted(method, java.replace("{ … }", "{ }")));
        }
      }
    }
    assertThat(count).isGreaterThan(methods().size());
    assertCompiles(
        """
        import dev.ledgerload.processing.*;
        import dev.ledgerload.spi.*;
        import java.nio.file.Path;
        import java.time.LocalDate;
        import java.util.Map;
        import org.apache.arrow.memory.RootAllocator;
        abstract class Examples {
          record Line(int id) {}
          String url;
          RedisUrl redis;
          %s
        }
        """
            .formatted(bodies));
  }

  private static void assertCompiles(String source) throws IOException {
    var file = Files.writeString(directory.resolve("Examples.java"), source);
    var said = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("-proc:none", "-d", directory.toString()));
    args.addAll(List.of("-cp", System.getProperty("java.class.path"), file.toString()));
    int exitCode =
        ToolProvider.getSystemJavaCompiler().run(null, said, said, args.toArray(String[]::new));
    assertThat(exitCode).as(source + said.toString(UTF_8)).isZero();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatToTypeWorks(String method) throws IOException {
    List<String> commands =
        codes(method).stream()
            .filter(code -> code.startsWith("export "))
            .flatMap(String::lines)
            .filter(line -> !line.startsWith("export ")) // as run has it
            .distinct()
            .toList();
    assertThat(commands).isNotEmpty();
    try (var served = new Served()) {
      for (String command : commands) {
        var words = words(command);
        if (words.contains("serve-flight")) {
          served.start(words);
        } else {
          words.replaceAll(word -> word.startsWith("url=") ? "url=" + served.url : word);
          run(words.toArray(String[]::new));
        }
      }
    }
  }

  /** What was started in a shell of its own, if anything was. */
  private static final class Served implements AutoCloseable {
    private @Nullable ChildCommand server;
    private String url = "";

    void start(List<String> words) throws IOException {
      words.addAll(List.of("--port", "0"));
      var environment = Map.of("LEDGERLOAD_POSTGRES_URL", testbed.postgresUrl().jdbcUrl());
      var started = new ChildCommand(directory, environment, words.toArray(String[]::new));
      server = started;
      url = started.await("serving ").printed().strip().replaceFirst("(?s).* at ", "");
    }

    @Override
    public void close() {
      if (server != null) {
        server.close();
      }
    }
  }

  /** What a shell would give the command, but of this journal. */
  private static List<String> words(String command) {
    String bare = command.replaceFirst("\\s+#.*", "");
    assertThat(bare).startsWith("ledgerload ");
    List<String> words = new ArrayList<>(List.of(bare.split(" ")));
    words.remove(0);
    words.replaceAll(
        word ->
            switch (word) {
              case "journal.properties" -> journalFile.toString();
              default -> word;
            });
    return words;
  }

  private static void run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--postgres-url", testbed.postgresUrl().jdbcUrl()));
    if (String.join(" ", all).contains("redis")) {
      all.addAll(List.of("--redis-url", testbed.redisUrl().uri().toString()));
    }
    var run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as("%s: %s", all, run.err()).isZero();
  }
}
