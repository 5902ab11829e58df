package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolmTest {
  @Test
  void multipliesEachByThoseNotYetRejected() {
    assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(0.03, 0.06, 0.06, 0.02);
  }

  @Test
  void aLaterOneIsNeverLikelierRejectedThanAnEarlier() {
    assertThat(Holm.adjusted(new double[] {0.02, 0.021})).containsExactly(0.04, 0.04);
  }

  @Test
  void neverGoesAboveOne() {
    assertThat(Holm.adjusted(new double[] {0.7, 0.8, 0.9})).containsExactly(1, 1, 1);
  }

  @Test
  void ofNoneThereIsNone() {
    assertThat(Holm.adjusted(new double[0])).isEmpty();
  }
}
