package dev.ledgerload.columnar;

import static dev.ledgerload.columnar.Cells.withSlack;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  private static final int[] ABOUT_LIMITS = {
    0, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF
  };

  /** Every first byte with every second one about a limit, and so on. */
  @Test
  void knowsUtf8AsTheJdkDoes() {
    for (int first = 0; first < 256; first++) {
      assertSame(bytes(first));
      for (int second : ABOUT_LIMITS) {
        assertSame(bytes(first, second));
        for (int third : first < 0xC0 ? new int[] {0x80} : ABOUT_LIMITS) {
          assertSame(bytes(first, second, third));
          for (int fourth : first < 0xE0 ? new int[] {0x80} : ABOUT_LIMITS) {
            assertSame(bytes(first, second, third, fourth));
          }
        }
      }
    }
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Texts, of which one byte is another in half of all cases. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void knowsLongTextsAsTheJdkDoes(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int letters = random.nextInt(30); letters > 0; letters--) {
        text.appendCodePoint(
            switch (random.nextInt(5)) {
              case 0 -> random.nextInt(0x80, 0x800);
              case 1 -> random.nextInt(0x800, 0xD800);
              case 2 -> random.nextInt(0x10000, 0x110000);
              default -> random.nextInt(0x80);
            });
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (random.nextBoolean() && bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertSame(bytes);
    }
  }

  private static void assertSame(byte[] bytes) {
    if (Utf8.isValid(withSlack(bytes), 0, bytes.length) != isValid(bytes)) {
      fail("%s: the JDK says %s", HexFormat.of().formatHex(bytes), isValid(bytes));
    }
  }

  private static boolean isValid(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ü", "€", "😀", "\0"})
  void givesATextsBytes(String text) {
    assertThat(Utf8.bytes(text)).isEqualTo(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00a", "a\uDE00\uD83D"})
  void refusesHalfOfAPair(String text) {
    assertThatThrownBy(() -> Utf8.bytes(text)).isInstanceOf(CorruptValueException.class);
  }
}
