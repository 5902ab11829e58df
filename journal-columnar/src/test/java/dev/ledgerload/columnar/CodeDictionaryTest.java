package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.withSlack;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeDictionaryTest extends ColumnarTest {
  private static final int CODES = 5_000;
  private static final int THREADS = 8;

  private final CodeDictionary dictionary = new CodeDictionary(Variable.TEXT);

  @Test
  void numbersCodesInTheOrderInWhichTheyCome() {
    assertThat(List.of(number("b"), number("a"), number("b"), number(""), number("a")))
        .containsExactly(0, 1, 0, 2, 1);
  }

  @Test
  void writesItsValuesInTheirOrder() {
    number("b");
    number("");
    number("long enough for the pool");
    number("Überweisung");

    assertThat(values()).containsExactly("b", "", "long enough for the pool", "Überweisung");
  }

  @Test
  void writesNothingWhileEmpty() {
    assertThat(values()).isEmpty();
  }

  @Test
  void givesEveryThreadOneNumberForACode() throws Exception {
    var start = new CyclicBarrier(THREADS);
    var threads = Executors.newFixedThreadPool(THREADS);
    List<Future<int[]>> answers = new ArrayList<>();
    for (int seed = 0; seed < THREADS; seed++) {
      var random = new Random(seed);
      answers.add(threads.submit(() -> numbersInRandomOrder(random, start)));
    }
    int[] first = answers.get(0).get();
    for (var answer : answers) {
      assertThat(answer.get()).isEqualTo(first);
    }
    threads.shutdown();

    assertThat(dictionary.size()).isEqualTo(CODES);
    var values = values();
    for (int code = 0; code < CODES; code++) {
      assertThat(values.get(first[code])).isEqualTo(code(code));
    }
  }

  private int[] numbersInRandomOrder(Random random, CyclicBarrier start) throws Exception {
    int[] order = random.ints(3 * CODES, 0, CODES).toArray();
    int[] numbers = new int[CODES];
    start.await();
    for (int code : order) {
      numbers[code] = number(code(code));
    }
    for (int code = 0; code < CODES; code++) {
      numbers[code] = number(code(code));
    }
    return numbers;
  }

  private static String code(int number) {
    return number % 2 == 0 ? "c" + number : "a longer code " + number;
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xC3, 0xFF, 0xC0AF, 0xEDA080, 0xF5808080})
  void refusesWhatIsNotUtf8(int malformed) {
    byte[] code = new byte[8];
    int length = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      if (malformed >>> shift != 0) {
        code[length++] = (byte) (malformed >>> shift);
      }
    }
    int bytes = length;
    assertThatThrownBy(() -> dictionary.number(withSlack(code), 0, bytes))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage("a code that is not UTF-8");
  }

  @Test
  void hasNoNumberForWhatItRefused() {
    assertThatThrownBy(() -> dictionary.number(withSlack(new byte[] {(byte) 0xFF}), 0, 1))
        .isInstanceOf(CorruptValueException.class);

    assertThat(dictionary.size()).isZero();
  }

  private int number(String code) {
    byte[] bytes = code.getBytes(UTF_8);
    return dictionary.number(withSlack(bytes), 0, bytes.length);
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    try (var vector = (VarCharVector) dictionary.vector("values", allocator)) {
      for (int i = 0; i < vector.getValueCount(); i++) {
        values.add(new String(vector.get(i), UTF_8));
      }
    }
    return values;
  }
}
