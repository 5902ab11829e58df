package dev.ledgerload.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ledgerload.reports.compare.Claims.Claim;
import dev.ledgerload.reports.compare.Claims.Outcome;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.SampleRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  @Test
  void aRatioIsBorneOutWhereItsWholeIntervalIsOnItsSide() {
    assertThat(copy(2000, 100).claims())
        .extracting(Claim::expected, Claim::outcome)
        .containsExactly(
            tuple("6.4 × in all", Outcome.BORNE_OUT),
            tuple("loads 10 to 20 × as fast", Outcome.BORNE_OUT),
            tuple("loads in 100 to 200 ms", Outcome.BORNE_OUT));
  }

  @Test
  void aRatioIsNotBorneOutWhereNoneOfItsIntervalIsOnItsSide() {
    assertThat(copy(1000, 300).claims())
        .extracting(Claim::outcome)
        .containsOnly(Outcome.NOT_BORNE_OUT);
  }

  @Test
  void nobodyCanTellWhereTheIntervalIsOnBothSides() {
    assertThat(copy(1001, 100).claims())
        .filteredOn(claim -> claim.expected().startsWith("loads 10"))
        .extracting(Claim::outcome)
        .containsExactly(Outcome.CANT_TELL);
  }

  @Test
  void saysWhatWasMeasuredWithItsInterval() {
    assertThat(copy(2000, 100).claims().get(0))
        .satisfies(claim -> assertThat(claim.method()).isEqualTo("copy · two-streams"))
        .satisfies(claim -> assertThat(claim.measured()).matches("[\\d.]+× \\[[\\d.]+, [\\d.]+]"));
  }

  @Test
  void whatGivesTotalsAloneHasNoLoad() {
    assertThat(Claims.of(AllStrategies.results()).claims())
        .filteredOn(claim -> claim.method().startsWith("indb"))
        .extracting(Claim::expected)
        .containsExactly("18 × in all", "50 to 100 ms in all");
  }

  @Test
  void theNoteExpectsNothingOfAUsersOwnJournal() {
    assertThat(Claims.of(SampleRun.ofOnesOwn(AllStrategies.results().cells())).isEmpty()).isTrue();
  }

  private static Claims copy(double selectMs, double copyMs) {
    List<Cell> cells = new ArrayList<>();
    for (var phase : List.of("load", "total")) {
      cells.add(cell("select/plain", phase, selectMs));
      cells.add(cell("copy/two-streams", phase, copyMs));
    }
    return Claims.of(SampleRun.of(cells));
  }

  private static Cell cell(String method, String phase, double ms) {
    return SampleRun.cell(method, "all", 1000, phase)
        .freshness("live")
        .measured(List.of(), SampleRun.times(ms, 1), true);
  }
}
