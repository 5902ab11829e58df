package dev.ledgerload.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of messages, cut into reads in every way that a network may cut it. */
class WireBufferTest {
  private static final byte[] COPY_OUT = message('H', "binary");
  private static final byte[] COPY_DONE = message('c', "");
  private static final byte[] COMPLETE = message('C', "COPY 3\0");
  private static final byte[] READY = message('Z', "T");
  private static final byte[] ERROR = message('E', "SERROR\0");

  private static final byte[] STREAM =
      joined(COPY_OUT, data("one"), data(""), data("three"), COPY_DONE, COMPLETE, READY);

  @Test
  void givesTheSameMessagesWhereverOneReadEnds() throws IOException {
    for (int cut = 1; cut < STREAM.length; cut++) {
      int first = cut;
      assertThat(drained(STREAM, read -> read == 0 ? first : STREAM.length))
          .as("cut at %d", cut)
          .isEqualTo(drained(STREAM, read -> STREAM.length));
    }
  }

  @Test
  void givesTheSameMessagesWhereverTwoReadsEnd() throws IOException {
    for (int first = 1; first < 30; first++) {
      for (int second = 1; second < 30; second++) {
        int[] cuts = {first, second};
        assertThat(drained(STREAM, read -> read < 2 ? cuts[read] : STREAM.length))
            .as("reads of %d and %d", first, second)
            .containsExactly("H", "one", "", "three", "c", "C", "Z");
      }
    }
  }

  @Test
  void givesTheSameMessagesByteByByte() throws IOException {
    assertThat(drained(STREAM, read -> 1)).containsExactly("H", "one", "", "three", "c", "C", "Z");
  }

  @Test
  void isClosedBehindReadyForQuery() throws IOException {
    var buffer = bufferOf(STREAM, read -> STREAM.length);
    drain(buffer);

    assertThat(buffer.isOpen()).isFalse();
  }

  @Test
  void leavesOutMessagesThatMayComeAtAnyTime() throws IOException {
    byte[] stream =
        joined(
            COPY_OUT,
            message('N', "notice"),
            data("one"),
            message('S', "TimeZone\0UTC\0"),
            message('A', "1234chan\0\0"),
            data("two"),
            message('N', ""),
            COPY_DONE,
            COMPLETE,
            READY);

    assertThat(drained(stream, read -> 1))
        .filteredOn(m -> m.length() > 1 || m.equals("c"))
        .containsExactly("one", "two", "c");
  }

  @Test
  void leavesTheServersErrorBehindRowsToTheDriver() throws IOException {
    byte[] stream = joined(COPY_OUT, data("one"), data("two"), ERROR, READY);

    assertThat(drained(stream, read -> 3)).containsExactly("H", "one", "two", "E", "Z");
  }

  @Test
  void leavesTheServersErrorInsteadOfRowsToTheDriver() throws IOException {
    assertThat(drained(joined(ERROR, READY), read -> 2)).containsExactly("E", "Z");
  }

  @ParameterizedTest
  @ValueSource(ints = {262_138, 262_139, 262_140, 262_144, 300_000, 524_288, 1_000_003, 5_000_000})
  void takesMessagesLongerThanItself(int bytes) throws IOException {
    var body = "x".repeat(bytes - 1) + "y";
    byte[] stream =
        joined(COPY_OUT, data("one"), data(body), data("3"), COPY_DONE, COMPLETE, READY);

    assertThat(drained(stream, read -> 60_000))
        .containsExactly("H", "one", body, "3", "c", "C", "Z");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void givesRandomMessagesInRandomReads(long seed) throws IOException {
    var random = new Random(seed);
    List<String> expected = new ArrayList<>(List.of("H"));
    List<byte[]> messages = new ArrayList<>(List.of(COPY_OUT));
    for (int i = 0; i < 3_000; i++) {
      if (random.nextInt(20) == 0) {
        messages.add(message('N', "n".repeat(random.nextInt(50))));
      }
      var body = String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(400));
      messages.add(data(body));
      expected.add(body);
    }
    messages.addAll(List.of(COPY_DONE, COMPLETE, READY));
    expected.addAll(List.of("c", "C", "Z"));

    assertThat(drained(joined(messages.toArray(byte[][]::new)), read -> 1 + random.nextInt(70_000)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 30) + 1})
  void refusesALengthThatNoMessageHas(int length) throws IOException {
    byte[] garbage = ByteBuffer.allocate(100).put((byte) 'd').putInt(length).array();
    var buffer = bufferOf(joined(COPY_OUT, garbage), read -> 1_000);
    readControl(buffer);

    assertThatThrownBy(buffer::nextData)
        .isInstanceOf(IOException.class)
        .hasMessage("a message of " + length + " bytes: not PostgreSQL's protocol");
  }

  @Test
  void refusesALengthThatNoMessageHasBehindOthers() throws IOException {
    byte[] garbage = ByteBuffer.allocate(9).put((byte) 'd').putInt(Integer.MAX_VALUE).array();
    var body = "x".repeat(100_000);
    var buffer = bufferOf(joined(COPY_OUT, data(body), data(body), garbage), read -> 250_000);
    readControl(buffer);
    assertThat(buffer.nextData()).isTrue();
    assertThat(buffer.nextData()).isTrue();

    assertThatThrownBy(buffer::nextData).isInstanceOf(IOException.class);
  }

  @Test
  void takesNoMemoryForALengthAlone() throws IOException {
    byte[] claim = ByteBuffer.allocate(9).put((byte) 'd').putInt(1 << 30).array();
    var buffer = bufferOf(joined(COPY_OUT, claim), read -> 1_000);
    readControl(buffer);
    assertThat(buffer.nextData()).isFalse();

    assertThatThrownBy(buffer::fill).isInstanceOf(EOFException.class);
    assertThat(buffer.bytes()).hasSizeLessThan(300_000);
  }

  @Test
  void failsWhereTheConnectionEnds() throws IOException {
    var buffer = bufferOf(joined(COPY_OUT, data("one")), read -> 1_000);
    readControl(buffer);
    buffer.nextData();

    assertThatThrownBy(buffer::fill)
        .isInstanceOf(EOFException.class)
        .hasMessage("the server closed the connection");
  }

  @Test
  void keepsDataFromTheDriver() throws IOException {
    var buffer = bufferOf(joined(COPY_OUT, data("one")), read -> 1_000);
    readControl(buffer);

    assertThatThrownBy(() -> buffer.readControl(new byte[8], 0, 8))
        .isInstanceOf(IOException.class)
        .hasMessage("COPY data where the driver expects a control message");
  }

  @Test
  void givesTheDriverNoMoreThanOneMessageAtATime() throws IOException {
    var buffer = bufferOf(joined(message('1', ""), COPY_OUT), read -> 1_000);

    assertThat(buffer.readControl(new byte[8_192], 0, 8_192)).isEqualTo(5);
  }

  @Test
  void beginsAnewWhenOpenedAgain() throws IOException {
    byte[] twice = joined(STREAM, STREAM);
    var buffer = bufferOf(twice, read -> STREAM.length);
    drain(buffer);
    buffer.open();

    assertThat(drain(buffer)).containsExactly("H", "one", "", "three", "c", "C", "Z");
  }

  @Test
  void hasSlackBehindTheLastMessage() throws IOException {
    byte[] row = data("x".repeat(500_000));
    var buffer = bufferOf(joined(COPY_OUT, row), read -> row.length);
    readControl(buffer);
    while (!buffer.nextData()) {
      buffer.fill();
    }

    assertThat(buffer.bytes().length - buffer.end()).isGreaterThanOrEqualTo(8);
  }

  private static List<String> drained(byte[] stream, IntUnaryOperator readSize) throws IOException {
    return drain(bufferOf(stream, readSize));
  }

  /** Data by its text, control messages by their type. */
  private static List<String> drain(WireBuffer buffer) throws IOException {
    List<String> messages = new ArrayList<>();
    messages.add(readControl(buffer));
    while (!buffer.isAtControl() && buffer.isOpen()) {
      while (buffer.nextData()) {
        messages.add(
            new String(buffer.bytes(), buffer.start(), buffer.end() - buffer.start(), ISO_8859_1));
      }
      if (!buffer.isAtControl()) {
        buffer.fill();
      }
    }
    while (buffer.isOpen()) {
      messages.add(readControl(buffer));
    }
    return messages;
  }

  /** Reads a message as the driver does: its head, then its body; gives its type. */
  private static String readControl(WireBuffer buffer) throws IOException {
    byte[] head = read(buffer, 5);
    read(buffer, ByteBuffer.wrap(head).getInt(1) - 4);
    return String.valueOf((char) head[0]);
  }

  private static byte[] read(WireBuffer buffer, int count) throws IOException {
    byte[] bytes = new byte[count];
    int done = 0;
    while (done < count) {
      done += buffer.readControl(bytes, done, count - done);
    }
    return bytes;
  }

  /** A buffer over a stream, whose reads give at most what an operator says for their number. */
  private static WireBuffer bufferOf(byte[] stream, IntUnaryOperator readSize) {
    var left = ByteBuffer.wrap(stream);
    int[] reads = {0};
    var buffer =
        new WireBuffer(
            (bytes, offset, length) -> {
              if (!left.hasRemaining()) {
                return -1;
              }
              int wanted = readSize.applyAsInt(reads[0]++);
              int count = Math.min(Math.min(length, wanted), left.remaining());
              left.get(bytes, offset, count);
              return count;
            });
    buffer.open();
    return buffer;
  }

  private static byte[] data(String body) {
    return message('d', body);
  }

  private static byte[] message(char type, String body) {
    byte[] bytes = body.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) type)
        .putInt(4 + bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] joined(byte[]... messages) {
    var joined = ByteBuffer.allocate(Arrays.stream(messages).mapToInt(m -> m.length).sum());
    for (byte[] message : messages) {
      joined.put(message);
    }
    return joined.array();
  }
}
