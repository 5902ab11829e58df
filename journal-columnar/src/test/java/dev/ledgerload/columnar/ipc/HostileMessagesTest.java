package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalEntry;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever messages come: a table that can be read through, or a refusal; and nothing is left. */
class HostileMessagesTest {
  private static final ColumnSet ALL = GlEntries.of(Grain.ENTRY);
  private static final int ROWS = 300;
  private static final int CASES = 3_000;
  private static final int DICTIONARIES = 7;
  private static final long END_MARK = 0xFFFF_FFFFL; // a message of no bytes

  private final RootAllocator allocator = new RootAllocator(16 << 20);
  private final List<JournalEntry> entries = TestEntries.random(ROWS, 1);
  private List<Message> messages = List.of();

  @SuppressWarnings("ArrayRecordComponent") // compared as objects only
  private record Message(byte[] metadata, byte[] body) {}

  /** As Arrow's own writer says it. */
  @BeforeEach
  void write() throws IOException {
    var stream = new ByteArrayOutputStream();
    try (var table = TestEntries.table(allocator, entries);
        var reader = table.reader();
        var writer = new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, stream)) {
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
    }
    messages = cut(ByteBuffer.wrap(stream.toByteArray()).order(LITTLE_ENDIAN));
    assertThat(messages).hasSize(1 + DICTIONARIES + 1); // schema, dictionaries, rows
  }

  private static List<Message> cut(ByteBuffer stream) {
    List<Message> messages = new ArrayList<>();
    while (stream.getLong(stream.position()) != END_MARK) {
      assertThat(stream.getInt()).isEqualTo(IpcMessage.CONTINUATION);
      byte[] metadata = next(stream, stream.getInt());
      var message =
          org.apache.arrow.flatbuf.Message.getRootAsMessage(
              ByteBuffer.wrap(metadata).order(LITTLE_ENDIAN));
      messages.add(new Message(metadata, next(stream, (int) message.bodyLength())));
    }
    return messages;
  }

  private static byte[] next(ByteBuffer stream, int count) {
    var bytes = new byte[count];
    stream.get(bytes);
    return bytes;
  }

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  private JournalTable decode(List<Message> stream) {
    try (var decoder = new TableDecoder(allocator, JournalSchema.GL_ENTRIES, ALL)) {
      for (var message : stream) {
        try (var body = bodyOf(message, decoder)) {
          decoder.accept(ByteBuffer.wrap(message.metadata), body);
        }
      }
      return decoder.finish(TestEntries.SNAPSHOT, ROWS);
    }
  }

  private static ArrowBuf bodyOf(Message message, TableDecoder decoder) {
    var body = decoder.allocator().buffer(message.body.length);
    body.setBytes(0, message.body);
    return body.slice(0, message.body.length);
  }

  @Test
  void givesBackEveryEntry() {
    try (var table = decode(messages)) {
      assertThat(TestEntries.entriesOf(table)).isEqualTo(entries);
    }
  }

  @Test
  void copiesNoBody() {
    try (var decoder = new TableDecoder(allocator, JournalSchema.GL_ENTRIES, ALL)) {
      long first = 0;
      for (var message : messages) {
        try (var body = bodyOf(message, decoder)) {
          decoder.accept(ByteBuffer.wrap(message.metadata), body);
          first = body.memoryAddress();
        }
      }
      try (var table = decoder.finish(TestEntries.SNAPSHOT, ROWS)) {
        long last = first + messages.get(messages.size() - 1).body.length;
        for (FieldVector vector : table.batches().get(0).getFieldVectors()) {
          assertThat(vector.getDataBuffer().memoryAddress()).isBetween(first, last);
          assertThat(vector.getValidityBuffer().memoryAddress()).isBetween(first, last);
        }
      }
    }
  }

  @Test
  void survivesDamageAnywhere() {
    var random = new Random(20_260_131);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      List<Message> damaged = new ArrayList<>(messages);
      int at = random.nextInt(damaged.size());
      var message = damaged.get(at);
      boolean ofBody = random.nextBoolean() && message.body.length > 0;
      damaged.set(
          at,
          ofBody
              ? new Message(message.metadata, Damage.to(message.body, random))
              : new Message(Damage.to(message.metadata, random), message.body));
      refused += readThrough(damaged) ? 0 : 1;
    }
    assertThat(refused).isBetween(CASES / 10, CASES);
  }

  @Test
  void survivesMessagesThatAreMissingTwiceOrWithAnothersBody() {
    var random = new Random(20_260_201);
    for (int i = 0; i < CASES / 4; i++) {
      List<Message> others = new ArrayList<>(messages);
      int at = random.nextInt(others.size());
      int from = random.nextInt(others.size());
      switch (random.nextInt(3)) {
        case 0 -> others.remove(at);
        case 1 -> others.add(from, others.get(at));
        default -> others.set(at, new Message(others.get(at).metadata, others.get(from).body));
      }
      boolean isTable = readThrough(others); // which another dictionary's values may make, too
      assertThat(isTable && others.size() != messages.size()).isFalse();
    }
  }

  /** Whether it was a table; everything in it was then read. */
  private boolean readThrough(List<Message> hostile) {
    try (var table = decode(hostile)) {
      assertThat(TestEntries.entriesOf(table)).hasSize(ROWS);
      return true;
    } catch (CorruptStreamException e) {
      return false;
    }
  }

  @Test
  void refusesABodyThatIsLongerThanItsBuffers() {
    int last = messages.size() - 1;
    var message = messages.get(last);
    List<Message> longer = new ArrayList<>(messages);
    longer.set(
        last, new Message(message.metadata, Arrays.copyOf(message.body, message.body.length + 8)));
    assertThatThrownBy(() -> decode(longer).close())
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining("longer than its buffers");
  }

  @Test
  void refusesPartsOfAnotherWayToSendThem() throws IOException {
    try (var table = TestEntries.table(allocator, entries)) {
      byte[] dictionary = Parts.of(table).list().get(1).bytes();
      int prefix = IpcMessage.PREFIX_BYTES;
      int end = prefix + ByteBuffer.wrap(dictionary).order(LITTLE_ENDIAN).getInt(Integer.BYTES);
      var compressed =
          new Message(
              Arrays.copyOfRange(dictionary, prefix, end),
              Arrays.copyOfRange(dictionary, end, dictionary.length));
      assertThatThrownBy(() -> decode(List.of(messages.get(0), compressed)).close())
          .isInstanceOf(CorruptStreamException.class)
          .hasMessageContaining("compressed otherwise");
    }
  }
}
