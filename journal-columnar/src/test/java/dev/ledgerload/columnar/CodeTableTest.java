package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.withSlack;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte strings are written here as ISO 8859-1, a byte a character. */
class CodeTableTest {
  private static final int CHOSEN_CODES = 200_000;

  private final CodeTable table = new CodeTable();

  @Test
  void findsNothingWhileEmpty() {
    assertThat(find("")).isEqualTo(CodeTable.ABSENT);
  }

  @Test
  void findsTheEmptyStringOncePut() {
    put("", 3);
    assertThat(find("")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 24, 40})
  void tellsStringsApartByTheirLastByte(int length) {
    var stem = "x".repeat(length - 1);
    put(stem + "a", 1);
    put(stem + "b", 2);

    assertThat(new int[] {find(stem + "a"), find(stem + "b"), find(stem + "c")})
        .containsExactly(1, 2, CodeTable.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 16, 17, 24, 40})
  void tellsStringsApartByTheirFirstByte(int length) {
    var rest = "x".repeat(length - 1);
    put("a" + rest, 1);
    put("b" + rest, 2);

    assertThat(new int[] {find("a" + rest), find("b" + rest)}).containsExactly(1, 2);
  }

  @Test
  void tellsStringsApartByTheirZeroBytes() {
    var code = new StringBuilder();
    for (int length = 0; length <= 40; length++) {
      put(code.toString(), length);
      code.append('\0');
    }

    code.setLength(0);
    for (int length = 0; length <= 40; length++) {
      assertThat(find(code.toString())).as("%d zero bytes", length).isEqualTo(length);
      code.append('\0');
    }
  }

  @Test
  void tellsALetterFromItWithAZeroByte() {
    put("a", 1);
    assertThat(find("a\0")).isEqualTo(CodeTable.ABSENT);
  }

  @Test
  void tellsStringsOfOneHashApart() {
    byte[] one = words(0x0101_0101_0101_0101L, 0x2020_2020_2020_2020L);
    long same = mix(16 ^ 0x0101_0101_0101_0101L) ^ 0x2020_2020_2020_2020L;
    byte[] other = words(0x4142_4344_4546_4748L, same ^ mix(16 ^ 0x4142_4344_4546_4748L));
    put(new String(one, ISO_8859_1), 1);

    assertThat(find(new String(other, ISO_8859_1))).isEqualTo(CodeTable.ABSENT);
    put(new String(other, ISO_8859_1), 2);
    assertThat(find(new String(one, ISO_8859_1))).isEqualTo(1);
    assertThat(find(new String(other, ISO_8859_1))).isEqualTo(2);
  }

  private static byte[] words(long first, long second) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(first)
        .putLong(second)
        .array();
  }

  /** The table's hash of one word: to make strings that collide. */
  private static long mix(long word) {
    long product = word * 0x9E37_79B9_7F4A_7C15L;
    return product ^ (product >>> 32);
  }

  @Test
  void tellsAShortStringFromALongOneWhoseHashItIs() {
    byte[] longer = words(0x0101_0101_0101_0101L, 0x2020_2020_2020_2020L);
    long hash = mix(mix(16 ^ 0x0101_0101_0101_0101L) ^ 0x2020_2020_2020_2020L);
    byte[] shorter = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(hash).array();
    put(new String(longer, ISO_8859_1), 1);

    assertThat(find(new String(shorter, ISO_8859_1))).isEqualTo(CodeTable.ABSENT);
  }

  /** Each belongs into the first slot, by the factor that everybody can read. */
  @Test
  void findsCodesQuicklyThatWereChosenToCollide() {
    long inverse = 0x9E37_79B9_7F4A_7C15L;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - 0x9E37_79B9_7F4A_7C15L * inverse; // twice as many right bits each time
    }
    for (int number = 0; number < CHOSEN_CODES; number++) {
      put(word(number * inverse - 8), number);
    }
    for (int number = 0; number < CHOSEN_CODES; number++) {
      assertThat(find(word(number * inverse - 8))).isEqualTo(number);
    }
    assertThat(find(word(CHOSEN_CODES * inverse - 8))).isEqualTo(CodeTable.ABSENT);
    assertThat(table.farthest()).isLessThan(1_000);
  }

  /** They have the same hash of all 64 bits, again by the factor that everybody can read. */
  @Test
  void findsLongCodesQuicklyThatWereChosenToCollide() {
    for (int number = 0; number < CHOSEN_CODES; number++) {
      put(ofOneHash(number), number);
    }
    for (int number = 0; number < CHOSEN_CODES; number++) {
      assertThat(find(ofOneHash(number))).isEqualTo(number);
    }
    assertThat(find(ofOneHash(CHOSEN_CODES))).isEqualTo(CodeTable.ABSENT);
    assertThat(table.farthest()).isLessThan(1_000);
  }

  @Test
  void keepsWhatWasThereBeforeChosenCodesCame() {
    table.putNull(0);
    var random = new Random(7);
    Map<String, Integer> reference = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      for (var code : new String[] {randomCode(random), ofOneHash(i)}) {
        if (reference.putIfAbsent(code, reference.size()) == null) {
          put(code, reference.get(code));
        }
      }
    }
    reference.forEach((code, number) -> assertThat(find(code)).isEqualTo(number));
    assertThat(table.farthest()).isLessThan(1_000);
  }

  private static String ofOneHash(int number) {
    return new String(words(number, 42 ^ mix(16 ^ number)), ISO_8859_1);
  }

  private static String word(long word) {
    return new String(words(word, 0), 0, 8, ISO_8859_1);
  }

  @Test
  void readsNothingBesidesTheString() {
    byte[] bytes = "??abc!!!!!!!!!!".getBytes(ISO_8859_1);
    table.put(bytes, 2, 3, 7);

    assertThat(table.find("xyzabcdefghijkl".getBytes(ISO_8859_1), 3, 3)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsWhatAMapFindsWhileItGrows(long seed) {
    var random = new Random(seed);
    Map<String, Integer> reference = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      var code = randomCode(random);
      int found = find(code);
      assertThat(found).isEqualTo(reference.getOrDefault(code, CodeTable.ABSENT));
      if (found == CodeTable.ABSENT) {
        put(code, reference.size());
        reference.put(code, reference.size());
      }
    }
    reference.forEach((code, number) -> assertThat(find(code)).isEqualTo(number));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void probesCellsForWhatItFindsOrNotesThemAsMissed(long seed) {
    var random = new Random(seed);
    table.putNull(0);
    for (int number = 1; number < 300; number++) {
      var code = randomCode(random);
      if (find(code) == CodeTable.ABSENT) {
        put(code, number);
      }
    }
    int count = 1000;
    var bytes = ByteBuffer.allocate(64 * count);
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = bytes.position();
      byte[] code = randomCode(random).getBytes(ISO_8859_1);
      if (random.nextInt(4) == 0) {
        bytes.putInt(-1);
      } else {
        bytes.putInt(code.length).put(code);
      }
    }
    int[] lengths = new int[count];
    int[] numbers = new int[count];
    int[] missed = new int[count];
    int first = 7;

    int misses = table.probe(bytes.array(), starts, first, count - first, lengths, numbers, missed);

    var missedOnes = Arrays.stream(missed, 0, misses).boxed().collect(Collectors.toSet());
    int hits = 0;
    for (int i = 0; i < count - first; i++) {
      int start = starts[first + i];
      assertThat(lengths[i]).isEqualTo(bytes.getInt(start));
      int found = lengths[i] < 0 ? 0 : table.find(bytes.array(), start + 4, lengths[i]);
      boolean mayBeFound = found != CodeTable.ABSENT && lengths[i] <= CodeTable.SHORT_BYTES;
      if (!missedOnes.contains(i)) {
        assertThat(mayBeFound).isTrue();
        assertThat(numbers[i]).isEqualTo(found);
        hits++;
      }
    }
    assertThat(hits).as("cells found at once").isGreaterThan(count / 3);
    assertThat(misses).isEqualTo(count - first - hits);
  }

  /** Of few letters, so that many are met again or differ in one place, up to 40 bytes. */
  private static String randomCode(Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(41) : random.nextInt(10);
    var code = new StringBuilder();
    for (int i = 0; i < length; i++) {
      code.append("\0a1\u00ff".charAt(random.nextInt(4)));
    }
    return code.toString();
  }

  private int find(String code) {
    byte[] bytes = code.getBytes(ISO_8859_1);
    return table.find(withSlack(bytes), 0, bytes.length);
  }

  private void put(String code, int number) {
    byte[] bytes = code.getBytes(ISO_8859_1);
    table.put(withSlack(bytes), 0, bytes.length, number);
  }
}
