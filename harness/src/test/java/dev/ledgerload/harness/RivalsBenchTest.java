package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Rival;
import dev.ledgerload.reports.results.RunResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with rivals, in its shortest form. */
@Tag("processes")
class RivalsBenchTest {
  @TempDir static Path output;
  static CommandLineRun run;
  static RunResults results;

  @BeforeAll
  static void measure() {
    run =
        CommandLineRun.of(
            "bench",
            "--preset",
            "smoke",
            "--strategies",
            "copy",
            "--rivals",
            "--output",
            output.toString());
    results = RunResults.read(output.resolve("latest/results.json"));
  }

  @Test
  void endsWell() {
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void measuresAllThatNeedNoMoreThanTheBuild() {
    assertThat(results.rivals())
        .extracting(Rival::name)
        .contains("spring-jdbc", "hibernate", "jooq", "vertx", "arrow-jdbc");
  }

  /** Where there is no Python or no network, those that need one are left out. */
  @Test
  void saysOfEveryOtherWhyItIsLeftOut() {
    for (var title : new String[] {"DuckDB postgres_query", "psycopg 3, COPY as rows", "ADBC"}) {
      boolean measured = results.rivals().stream().anyMatch(rival -> rival.title().equals(title));
      assertThat(measured || run.out().contains("note: " + title + " is left out: "))
          .as(title)
          .isTrue();
    }
  }

  @Test
  void verifiesEach() {
    assertThat(results.rivals())
        .allSatisfy(
            rival -> {
              assertThat(rival.error()).isNull();
              assertThat(rival.verified()).isTrue();
              assertThat(rival.times().samples().get(0)).hasSize(2);
            });
  }

  @Test
  void showsThemInTheReport() throws IOException {
    assertThat(Files.readString(output.resolve("latest/report.html"))).contains("Beside others");
    assertThat(Files.readString(output.resolve("latest/summary.md")))
        .contains("Beside others, 20,000 entries");
  }
}
