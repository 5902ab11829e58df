package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS records, cut into reads in every way that a network may cut them. */
class ReadAheadTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsEveryByteInWhateverPiecesItComesAndIsTaken(long seed) throws IOException {
    var random = new Random(seed);
    byte[] stream = new byte[3_000_000];
    random.nextBytes(stream);
    var ahead = over(stream, room -> 1 + random.nextInt(room));
    var taken = new ByteArrayOutputStream();
    byte[] piece = new byte[200_000];
    for (int n = 0; n >= 0; n = ahead.read(piece, 7, 1 + random.nextInt(piece.length - 7))) {
      taken.write(piece, 7, n);
      if (random.nextBoolean() && taken.size() < stream.length) {
        taken.write(ahead.read());
      }
    }

    assertThat(taken.toByteArray()).isEqualTo(stream);
    assertThat(ahead.read()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300, 16_640, 40_000})
  void holdsARecordOnceItsLastByteIsHere(int bytes) throws IOException {
    byte[] stream = joined(record(10), record(bytes), record(5));
    int begin = record(10).length;
    int end = begin + record(bytes).length;
    for (int here : new int[] {begin, begin + 1, begin + 4, begin + 5, end - 1, end, end + 1}) {
      var ahead = over(stream, room -> here);
      ahead.skipNBytes(begin);

      assertThat(ahead.holdsRecord()).as("%d of %d are here", here, end).isEqualTo(here >= end);
    }
  }

  @Test
  void waitsForNothingWhereNothingIsWanted() throws IOException {
    var ahead = over(new byte[0], room -> room);

    assertThat(ahead.read(new byte[5], 0, 0)).isZero();
    assertThat(ahead.available()).isZero();
  }

  private static byte[] record(int bytes) {
    return ByteBuffer.allocate(5 + bytes)
        .put((byte) 23)
        .putShort((short) 0x0303)
        .putShort((short) bytes)
        .array();
  }

  private static byte[] joined(byte[]... records) {
    var joined = new ByteArrayOutputStream();
    for (byte[] record : records) {
      joined.writeBytes(record);
    }
    return joined.toByteArray();
  }

  /** Over a wire that gives at most what an operator says for the room there is. */
  private static ReadAhead over(byte[] stream, IntUnaryOperator pieces) {
    var left = ByteBuffer.wrap(stream);
    return new ReadAhead(
        (bytes, offset, length) -> {
          if (!left.hasRemaining()) {
            return -1;
          }
          int count = Math.min(Math.min(pieces.applyAsInt(length), length), left.remaining());
          left.get(bytes, offset, count);
          return count;
        });
  }
}
