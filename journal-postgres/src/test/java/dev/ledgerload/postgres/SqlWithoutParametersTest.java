package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlWithoutParametersTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "a = 1 => a = 1",
        "a ? b => a ?? b",
        "a ?| b ?& c => a ??| b ??& c",
        "a = '?' AND b ? c => a = '?' AND b ?? c",
        "a = 'it''s ?' ? b => a = 'it''s ?' ?? b",
        "a = E'\\'?' ? b => a = E'\\'?' ?? b",
        "\"?\" ? $$?$$ => \"?\" ?? $$?$$",
        "/* ? */ a ? b -- ? => /* ? */ a ?? b -- ?",
        "a - b / c ? d => a - b / c ?? d",
        "a ? => a ??",
        "'? => '?"
      })
  void doublesWhatIsAnOperator(String sql, String forDriver) {
    assertThat(SqlWithoutParameters.forDriver(sql, true)).isEqualTo(forDriver);
  }
}
