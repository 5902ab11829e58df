package dev.ledgerload.reports.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.compare.RivalComparison.Row;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.SampleRivals;
import dev.ledgerload.reports.results.SampleRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RivalComparisonTest {
  private static final RivalComparison COMPARISON = RivalComparison.of(SampleRivals.results());

  @Test
  void isEmptyWithoutRivals() {
    assertThat(RivalComparison.of(SampleRun.results()).isEmpty()).isTrue();
  }

  @Test
  void hasOursAmongThemTheFastestFirst() {
    assertThat(COMPARISON.rows())
        .extracting(Row::title)
        .containsExactly(
            "copy · two-streams",
            "psycopg 3, COPY drained",
            "drain (the floor)",
            "copy · one-stream",
            "Spring JdbcTemplate",
            "select · tuned",
            "ADBC",
            "ConnectorX",
            "select · plain",
            "pandas",
            "Vert.x PostgreSQL client");
  }

  @Test
  void hasOurSourceForSparkBesideSparksOwn() {
    var results = SampleRivals.results();
    List<Cell> cells = new ArrayList<>(results.cells());
    cells.add(
        SampleRun.cell("spark/two-parts", "all", 1_000_000, "load")
            .needs(List.of("spark"))
            .delivered(1_000_000, 0)
            .measured(List.of(), SampleRun.times(750, 1), true));
    var spark =
        RivalComparison.of(SampleRun.of(cells).withRivals(results.rivals())).rows().stream()
            .filter(row -> row.title().equals("spark · two-parts"))
            .findFirst()
            .orElseThrow();
    assertThat(spark.isOurs()).isTrue();
    assertThat(spark.makes()).isEqualTo("rows of Spark’s, none kept");
    assertThat(spark.size()).isEqualTo("–");
  }

  @Test
  void setsEachAgainstCopyAndFloorOfTheRun() {
    var spring = row("Spring JdbcTemplate");
    var copy = row("copy · one-stream");
    var floor = row("drain (the floor)");
    assertThat(requireNonNull(spring.ofCopy()).value())
        .isCloseTo(ms(spring) / ms(copy), within(1e-9))
        .isGreaterThan(1);
    assertThat(requireNonNull(spring.ofFloor()).value())
        .isCloseTo(ms(spring) / ms(floor), within(1e-9));
    assertThat(requireNonNull(copy.ofCopy()).value()).isEqualTo(1);
    assertThat(row("Vert.x PostgreSQL client").ofCopy()).isNull();
  }

  @Test
  void saysWhetherAmountsAreExactAndAsWhat() {
    assertThat(row("Spring JdbcTemplate").exact()).isEqualTo("yes, BigDecimal");
    assertThat(row("ConnectorX").exact()).isEqualTo("yes, decimal128(38, 10)");
    assertThat(row("ADBC").exact()).isEqualTo("as text");
    assertThat(row("pandas").exact()).isEqualTo("no, float64");
    assertThat(row("psycopg 3, COPY drained").exact()).isEqualTo("–");
    assertThat(row("copy · one-stream").exact()).isEqualTo("yes");
    assertThat(row("drain (the floor)").exact()).isEqualTo("–");
  }

  @Test
  void showsWhatIsKnownAndADashForTheRest() {
    var drained = row("psycopg 3, COPY drained");
    assertThat(drained.wire()).isEqualTo("104 MB");
    assertThat(drained.size()).isEqualTo("–");
    assertThat(drained.nullsApart()).isEqualTo("–");
    assertThat(drained.peak()).isEqualTo("75.0 MB");
    assertThat(row("drain (the floor)").peak()).isEqualTo("–");
    assertThat(row("copy · one-stream").size()).isEqualTo("76.0 MB");
    assertThat(row("Spring JdbcTemplate").conversion()).isEqualTo("320 ms");
    assertThat(row("Vert.x PostgreSQL client").time().text()).startsWith("failed: wrong answer");
  }

  @Test
  void tellsTheCpuOfOursAsOfTheOthers() {
    assertThat(row("copy · one-stream").cpu()).isEqualTo("724 ms");
    assertThat(row("Spring JdbcTemplate").cpu()).endsWith(" ms");
  }

  private static double ms(Row row) {
    return Double.parseDouble(row.time().order());
  }

  private static Row row(String title) {
    return COMPARISON.rows().stream()
        .filter(row -> row.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
