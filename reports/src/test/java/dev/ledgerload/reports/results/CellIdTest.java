package dev.ledgerload.reports.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellIdTest {
  @Test
  void everyCellOfARunWithoutALinkIsThatOfItsKey() {
    assertThat(AllStrategies.results().cells())
        .isNotEmpty()
        .extracting(Cell::id)
        .allSatisfy(id -> assertThat(CellId.ofKey(id.key())).contains(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "copy/one-stream",
        "copy/one-stream/ENTRY/all/many/total/kernel",
        "copy/one-stream/ENTRY/all/100/elsewhere/kernel",
        "copy/one-stream/ENTRY/all/100/total/kernel/warm/rtt=1ms,rate=1g",
        "copy/one-stream/ENTRY/all/99999999999999999999/total/kernel"
      })
  void aTextThatIsNoKeyOfACellWithoutALinkIsNone(String text) {
    assertThat(CellId.ofKey(text)).isEmpty();
  }
}
