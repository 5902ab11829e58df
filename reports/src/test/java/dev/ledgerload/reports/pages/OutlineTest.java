package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.results.AllStrategies;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutlineTest {
  private static final Outline OUTLINE = Outline.of(AllStrategies.results());

  @Test
  void fitsATerminalOfAHundredColumns() {
    List<String> heads = OUTLINE.table().heads();
    int width =
        IntStream.range(0, heads.size())
            .map(
                column ->
                    2 // the gap
                        + OUTLINE.table().lines().stream()
                            .mapToInt(line -> line.get(column).length())
                            .reduce(heads.get(column).length(), Math::max))
            .sum();
    assertThat(width).isBetween(60, 100);
  }

  @Test
  void saysWhatThePageSaysFirst() {
    var headline = Headline.of(AllStrategies.results(), Comparison.of(AllStrategies.results()));
    assertThat(OUTLINE.sentences()).startsWith(headline.findings().toArray(String[]::new));
    assertThat(OUTLINE.sentences()).contains(headline.verdict());
  }

  @Test
  void hasTheFastestMethodFirst() {
    assertThat(OUTLINE.table().heads()).startsWith("1,000,000 entries");
    assertThat(OUTLINE.table().lines().get(0).get(0)).endsWith(" · warm · totals' columns");
  }
}
