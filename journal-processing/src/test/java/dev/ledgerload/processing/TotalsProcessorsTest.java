package dev.ledgerload.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TotalsProcessorsTest {
  @Test
  void givesEachProcessorByItsOwnName() {
    assertThat(TotalsProcessors.names()).containsExactly("duckdb", "kernel");
    for (var name : TotalsProcessors.names()) {
      try (var processor = TotalsProcessors.named(name)) {
        assertThat(processor.name()).isEqualTo(name);
      }
    }
  }

  @Test
  void namesThoseThereAreForAnUnknownOne() {
    assertThatThrownBy(() -> TotalsProcessors.named("spark"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no processor \"spark\"; there are: duckdb, kernel");
  }
}
