package dev.ledgerload.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.CellBlock;
import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY's binary format message by message, whole and broken. */
class TupleReaderTest {
  private static final String SIGNATURE = "PGCOPY\n\377\r\n\0";
  private static final byte[] TRAILER = {-1, -1};

  private final RootAllocator allocator = new RootAllocator();
  private final JournalTableBuilder builder =
      new JournalTableBuilder(
          allocator, JournalSchema.GL_ENTRIES, List.of(ColumnSpec.of(GlEntries.ID)));
  private final TablePart part = builder.addPart();
  private final TupleReader reader = new TupleReader(part, 1);

  @AfterEach
  void free() {
    builder.close();
    allocator.close();
  }

  @Test
  void takesAHeaderARowAndATrailer() {
    accept(header(0, 0));
    accept(row(7));
    accept(TRAILER);

    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void takesARowInTheHeadersMessage() {
    accept(joined(header(0, 0), row(7)));

    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void takesATrailerInTheHeadersMessage() {
    accept(joined(header(0, 0), TRAILER));

    assertThat(rows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void skipsAnExtensionOfTheHeader(int bytes) {
    accept(joined(header(0, bytes), new byte[bytes], row(7)));

    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void takesFlagsThatAreNotCritical() {
    accept(header(0xFFFF, 0));
    accept(row(7));

    assertThat(rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 16, 1 << 17, 1 << 31, 0xFFFF_0000})
  void refusesFlagsThatAreCritical(int flags) {
    assertRefused(header(flags, 0), "a COPY format with unknown critical flags");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 5, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 18})
  void refusesAnExtensionThatDoesNotFit(int bytes) {
    assertRefused(header(0, bytes), "a COPY header that doesn't fit its message");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 11, 14, 15, 18})
  void refusesLessThanAHeader(int bytes) {
    byte[] cut = new byte[bytes];
    System.arraycopy(header(0, 0), 0, cut, 0, bytes);

    assertRefused(cut, "a stream that isn't COPY's binary format");
  }

  @Test
  void refusesAnotherSignature() {
    byte[] header = header(0, 0);
    header[0] = 'p';

    assertRefused(header, "a stream that isn't COPY's binary format");
  }

  @Test
  void refusesRowsBehindTheTrailer() {
    accept(header(0, 0));
    accept(TRAILER);

    assertRefused(row(7), "rows behind the last one");
  }

  @Test
  void refusesASecondTrailer() {
    accept(header(0, 0));
    accept(TRAILER);

    assertRefused(TRAILER, "rows behind the last one");
  }

  @Test
  void refusesATrailerWithMoreBehindIt() {
    accept(header(0, 0));

    assertRefused(new byte[] {-1, -1, 0}, "a row of -1 columns, not 1");
  }

  @Test
  void refusesTwoRowsInAMessage() {
    accept(header(0, 0));

    assertRefused(joined(row(7), row(8)), "a row whose columns don't add up to its length");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_023, 1_024, 1_025, 5_000})
  void countsEveryRowWhateverABlockHolds(int rows) {
    accept(header(0, 0));
    byte[] row = padded(row(7));
    for (int i = 0; i < rows; i++) {
      reader.accept(row, 0, row.length - CellBlock.SLACK_BYTES);
    }

    assertThat(rows()).isEqualTo(rows);
  }

  private long rows() {
    reader.flush();
    return part.rows();
  }

  private void accept(byte[] message) {
    reader.accept(padded(message), 0, message.length);
    reader.flush();
  }

  private void assertRefused(byte[] message, String problem) {
    assertThatThrownBy(() -> accept(message))
        .isInstanceOf(CorruptValueException.class)
        .hasMessage(problem);
  }

  private static byte[] header(int flags, int extensionBytes) {
    return ByteBuffer.allocate(19)
        .put(SIGNATURE.getBytes(ISO_8859_1))
        .putInt(flags)
        .putInt(extensionBytes)
        .array();
  }

  private static byte[] row(long id) {
    return ByteBuffer.allocate(14).putShort((short) 1).putInt(8).putLong(id).array();
  }

  private static byte[] padded(byte[] message) {
    return joined(message, new byte[CellBlock.SLACK_BYTES]);
  }

  private static byte[] joined(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    var joined = ByteBuffer.allocate(size);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }
}
