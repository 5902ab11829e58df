package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies that need more than the journal: an installation, a Redis, a server. */
@Tag("processes")
class InstallationsTest {

  @Nested
  class OfASeededJournal {
    @TempDir static Path output;
    static CommandLineRun run;
    static RunResults results;
    static List<String> left;

    @BeforeAll
    static void measure() throws SQLException {
      try (var testbed = JournalTestbed.start()) {
        var url = testbed.postgresUrl().jdbcUrl();
        run =
            CommandLineRun.of(
                "bench",
                "--preset",
                "smoke",
                "--strategies",
                "indb,held,served",
                "--postgres-url",
                url,
                "--seed-here",
                "--output",
                output + "");
        left = schemas(url);
      }
      results = RunResults.read(output.resolve("latest/results.json"));
    }

    @Test
    void areMadeReady() {
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(results.cells()).isNotEmpty().allMatch(Cell::verified);
    }

    @Test
    void leaveNothingInTheUsersDatabase() {
      assertThat(results.provider()).isEqualTo("url");
      assertThat(left).contains("public").noneMatch(name -> name.contains("ledgerload"));
    }

    @Test
    void giveTotalsOfWhatIsInstalled() {
      assertThat(cells("indb"))
          .filteredOn(cell -> !cell.id().variant().equals("view-totals"))
          .extracting(
              cell -> cell.id().variant(),
              cell -> cell.id().phase(),
              cell -> cell.id().columns(),
              Cell::freshness,
              Cell::needs)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("group-by", "total", "none", "live", List.of()),
              org.assertj.core.groups.Tuple.tuple(
                  "function", "total", "none", "live", List.of("install")),
              org.assertj.core.groups.Tuple.tuple(
                  "covering-index", "total", "none", "live", List.of("install")));
    }

    @Test
    void measureACacheWarmAndCold() {
      assertThat(cells("held"))
          .filteredOn(cell -> cell.id().phase().equals("load") && cell.id().columns().equals("all"))
          .extracting(cell -> cell.id().state(), Cell::freshness, Cell::needs)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("warm", "old", List.of("redis")),
              org.assertj.core.groups.Tuple.tuple("cold", "live", List.of("redis")));
      assertThat(results.environment().redis()).containsKey("redis_version");
    }

    @Test
    void startAStrategysServer() {
      assertThat(cells("served"))
          .isNotEmpty()
          .allSatisfy(cell -> assertThat(cell.needs()).containsExactly("server"));
    }

    @Test
    void leaveNoServerRunning() {
      assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
          .noneMatch(info -> info.commandLine().orElse("").contains("ServerMain"));
    }

    @Test
    void sayWhichMethodToTake() throws IOException {
      assertThat(Files.readString(output.resolve("latest/summary.md")))
          .contains("| You want | Take | Time | First load | Needs besides PostgreSQL |")
          .contains("held · one-day · warm");
    }

    private List<Cell> cells(String strategy) {
      return results.cells().stream()
          .filter(cell -> cell.id().strategy().equals(strategy))
          .toList();
    }
  }

  @Test
  void ofOnesOwnJournalAreOnlyInstalledWhereThatIsAskedFor(@TempDir Path output)
      throws SQLException {
    try (var testbed = JournalTestbed.start()) {
      var url = testbed.postgresUrl().jdbcUrl();
      assertThat(CommandLineRun.of("seed", "--postgres-url", url, "--rows", "500").exitCode())
          .isZero();
      var before = functions(url);

      var without = bench(url, output);
      assertThat(without.err()).isEmpty();
      assertThat(without.exitCode()).isZero();
      assertThat(without.out())
          .contains("500 entries")
          .contains("answers were verified against one load by select.")
          .doesNotContain("oracle")
          .doesNotContain("seeded")
          .contains("note: indb function is left out")
          .contains("ledgerload install indb");
      assertThat(functions(url)).isEqualTo(before);

      assertThat(CommandLineRun.of("install", "mv", "--postgres-url", url).exitCode()).isZero();
      var withView = functions(url);
      var with = bench(url, output, "--install");
      assertThat(with.exitCode()).isZero();
      assertThat(with.out()).contains("indb · function ");
      assertThat(functions(url))
          .as("what was there is left, what was installed is gone")
          .isEqualTo(withView);
    }
  }

  private static List<String> schemas(String url) throws SQLException {
    return texts(url, "SELECT nspname FROM pg_namespace");
  }

  private static CommandLineRun bench(String url, Path output, String... more) {
    var args =
        Stream.concat(
            Stream.of("bench", "--preset", "smoke", "--strategies", "indb", "--day", "2026-01-01"),
            Stream.concat(
                Stream.of("--postgres-url", url, "--output", output + ""), Stream.of(more)));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<String> functions(String url) throws SQLException {
    return texts(
        url, "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1");
  }

  private static List<String> texts(String url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }
}
