package dev.ledgerload.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ledgerload.reports.compare.Choices.Choice;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final String ENTRIES = "all entries, as they are now";

  @Test
  void eachSituationHasTheFastestMethodThatFits() {
    assertThat(Choices.of(AllStrategies.results()).choices())
        .extracting(Choice::situation, choice -> choice.method().label())
        .containsExactly(
            tuple(ENTRIES, "copy · two-streams"),
            tuple("a day's entries again and again, in one JVM", "memory · off-heap · warm"),
            tuple("the same in many JVMs", "redis · arrow-lz4 · warm"),
            tuple("totals, as they are now", "copy · two-streams · totals' columns"),
            tuple(
                "totals, as they are now, where something may be installed",
                "indb · covering-index"),
            tuple("totals, as old as the last refresh", "mv · view · groups"),
            tuple("a day's totals again and again, in one JVM", "memory · off-heap · warm"));
  }

  @Test
  void theLoadThatFillsACacheIsToldBesideTheHit() {
    assertThat(choice(Choices.of(AllStrategies.results()), "the same in many JVMs").firstText())
        .matches("1,3\\d\\d ms");
    assertThat(choice(Choices.of(AllStrategies.results()), ENTRIES).firstText()).isEqualTo("–");
  }

  @Test
  void ofThoseThatCannotBeToldApartItIsTheOneThatNeedsLeast() {
    var choice =
        choice(
            of(
                load("flight/one-stream", "warm", Set.of("server", "install"), 100),
                load("redis/arrow-lz4", "warm", Set.of("redis"), 100.1)),
            "the same in many JVMs");
    assertThat(choice.method().label()).isEqualTo("redis · arrow-lz4 · warm");
    assertThat(choice.asFast())
        .extracting(Method::label)
        .containsExactly("flight · one-stream · warm");
    assertThat(choice.why())
        .endsWith("as fast, as far as can be told: flight · one-stream · warm.");
  }

  @Test
  void ofAStrategysVariantsItIsTheOneThatItRecommends() {
    var results =
        SampleRun.of(
                List.of(
                    load("copy/two-streams", null, Set.of(), 100),
                    load("copy/auto", null, Set.of(), 100.1)))
            .withMethods(
                List.of(
                    new MethodDescription("copy", "auto", "", Map.of()),
                    new MethodDescription("copy", "two-streams", "", Map.of())));
    assertThat(choice(Choices.of(results), ENTRIES).method().variant()).isEqualTo("auto");
  }

  @Test
  void oneThatIsSlowerByMoreThanIntervalsIsNotAsFast() {
    var choice =
        choice(
            of(
                load("copy/two-streams", null, Set.of(), 100),
                load("select/tuned", null, Set.of(), 130)),
            ENTRIES);
    assertThat(choice.method().strategy()).isEqualTo("copy");
    assertThat(choice.asFast()).isEmpty();
  }

  @Test
  void anInstallationThatGainsNothingIsNone() {
    assertThat(
            of(
                    totals("indb/group-by", Set.of(), 100),
                    totals("indb/function", Set.of("install"), 100.1))
                .choices())
        .extracting(Choice::situation)
        .containsExactly("totals, as they are now");
  }

  @Test
  void saysHowMuchFasterThanTheBaselineItIs() {
    var choice =
        choice(
            of(
                load("select/plain", null, Set.of(), 400),
                load("copy/two-streams", null, Set.of(), 100)),
            ENTRIES);
    assertThat(choice.why()).matches("(3\\.9\\d|4\\.0\\d)× as fast as the baseline\\.");
  }

  @Test
  void eachLineHasItsOwn() {
    var link = new LinkSpeed(10, 200_000_000);
    Cell far =
        builder("redis/arrow-lz4", "warm", Set.of("redis"))
            .link(link)
            .measured(List.of(), SampleRun.times(800, 1), true);
    var results =
        SampleRun.of(List.of(load("redis/arrow-lz4", "warm", Set.of("redis"), 20)), List.of(far));
    assertThat(Choices.of(results).choices())
        .extracting(Choice::situationText)
        .containsExactly("the same in many JVMs", "the same in many JVMs, over 10 ms + 200 Mbit/s");
  }

  @Test
  void aLoadThatFillsACacheIsNoChoice() {
    assertThat(of(load("memory/off-heap", "cold", Set.of(), 1)).isEmpty()).isTrue();
  }

  @Test
  void whatLoadsForSparkIsNoChoice() {
    var choice =
        choice(
            of(
                load("spark/two-parts", null, Set.of("spark"), 90),
                load("copy/auto", null, Set.of(), 100)),
            ENTRIES);
    assertThat(choice.method().strategy()).isEqualTo("copy");
    assertThat(choice.asFast()).isEmpty();
  }

  @Test
  void aMethodWhoseAnswerWasWrongIsNoChoice() {
    var wrong =
        builder("copy/two-streams", null, Set.of())
            .measured(List.of(), SampleRun.times(1, 1), false);
    assertThat(of(wrong).isEmpty()).isTrue();
  }

  @Test
  void thereIsNoChoiceWhereNobodySaidHowFreshAnswersAre() {
    assertThat(Choices.of(SampleRun.results()).isEmpty()).isTrue();
  }

  private static Choice choice(Choices choices, String situation) {
    return choices.choices().stream()
        .filter(choice -> choice.situation().equals(situation))
        .findFirst()
        .orElseThrow();
  }

  private static Choices of(Cell... cells) {
    return Choices.of(SampleRun.of(List.of(cells)));
  }

  private static Cell load(String method, @Nullable String state, Set<String> needs, double ms) {
    return builder(method, state, needs).measured(List.of(), SampleRun.times(ms, 1), true);
  }

  private static CellBuilder builder(String method, @Nullable String state, Set<String> needs) {
    return SampleRun.cell(method, "all", 1000, "load")
        .state(state)
        .needs(needs)
        .freshness("warm".equals(state) ? "old" : "live");
  }

  private static Cell totals(String method, Set<String> needs, double ms) {
    return SampleRun.cell(method, "none", 1000, "total")
        .needs(needs)
        .freshness("live")
        .measured(List.of(), SampleRun.times(ms, 1), true);
  }
}
