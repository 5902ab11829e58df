package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Options;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericShapeTest {
  @Test
  void hasTenDigitsAfterThePointUnlessTold() {
    assertThat(NumericShape.of(Options.of("copy", Map.of()))).isEqualTo(new NumericShape(38, 10));
  }

  @Test
  void takesTheOption() {
    var options = Options.of("copy", Map.of(NumericShape.OPTION, " 20 , 4"));
    assertThat(NumericShape.of(options)).isEqualTo(new NumericShape(20, 4));
    assertThat(new NumericShape(20, 4)).hasToString("20,4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "20,", ",4", "a,b", "20,4,1", "20;4", "39,2", "0,0", "5,6"})
  void refusesAnythingElse(String option) {
    assertThatThrownBy(() -> NumericShape.TYPE.read("untyped-numeric", option))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("untyped-numeric must be \"precision,scale\"");
  }
}
