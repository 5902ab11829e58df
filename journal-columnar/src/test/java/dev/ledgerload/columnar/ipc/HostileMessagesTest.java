package dev.ledgerload.columnar.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.JournalEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever messages come: a table that can be read through, or a refusal; and nothing is left. */
class HostileMessagesTest {
  private static final ColumnSet ALL = GlEntries.of(Grain.ENTRY);
  private static final int ROWS = 300;
  private static final int CASES = 3_000;
  private static final int DICTIONARIES = 7;

  private final RootAllocator allocator = new RootAllocator(16 << 20);
  private final List<JournalEntry> entries = TestEntries.random(ROWS, 1);
  private List<Message> messages = List.of();

  /** As Arrow's own writer says it. */
  @BeforeEach
  void write() throws IOException {
    try (var table = TestEntries.table(allocator, entries)) {
      messages = Message.of(table);
    }
    assertThat(messages).hasSize(1 + DICTIONARIES + 1); // schema, dictionaries, rows
  }

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  private JournalTable decode(List<Message> stream) {
    return Message.decode(
        stream, allocator, JournalSchema.GL_ENTRIES, ALL, TestEntries.SNAPSHOT, ROWS);
  }

  @Test
  void givesBackEveryEntry() {
    try (var table = decode(messages)) {
      assertThat(JournalEntry.of(table)).isEqualTo(entries);
    }
  }

  @Test
  void copiesNoBody() {
    try (var decoder = new TableDecoder(allocator, JournalSchema.GL_ENTRIES, ALL)) {
      long first = 0;
      for (var message : messages) {
        try (var body = message.bodyIn(decoder.allocator())) {
          decoder.accept(ByteBuffer.wrap(message.metadata()), body);
          first = body.memoryAddress();
        }
      }
      try (var table = decoder.finish(TestEntries.SNAPSHOT, ROWS)) {
        long last = first + messages.get(messages.size() - 1).body().length;
        for (FieldVector vector : table.batches().get(0).getFieldVectors()) {
          assertThat(vector.getDataBuffer().memoryAddress()).isBetween(first, last);
          assertThat(vector.getValidityBuffer().memoryAddress()).isBetween(first, last);
        }
      }
    }
  }

  @Tag("volume")
  @Test
  void survivesDamageAnywhere() {
    var random = new Random(20_260_131);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      List<Message> damaged = new ArrayList<>(messages);
      int at = random.nextInt(damaged.size());
      var message = damaged.get(at);
      boolean ofBody = random.nextBoolean() && message.body().length > 0;
      damaged.set(
          at,
          ofBody
              ? new Message(message.metadata(), Damage.to(message.body(), random))
              : new Message(Damage.to(message.metadata(), random), message.body()));
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
        default -> others.set(at, new Message(others.get(at).metadata(), others.get(from).body()));
      }
      boolean isTable = readThrough(others); // which another dictionary's values may make, too
      assertThat(isTable && others.size() != messages.size()).isFalse();
    }
  }

  /** Whether it was a table; everything in it was then read. */
  private boolean readThrough(List<Message> hostile) {
    try (var table = decode(hostile)) {
      assertThat(JournalEntry.of(table)).hasSize(ROWS);
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
        last,
        new Message(message.metadata(), Arrays.copyOf(message.body(), message.body().length + 8)));
    assertThatThrownBy(() -> decode(longer).close())
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining("longer than its buffers");
  }

  @Test
  void refusesPartsThatAreCompressedOtherwise() {
    var builder = new FlatBufferBuilder();
    RecordBatch.startNodesVector(builder, 1);
    FieldNode.createFieldNode(builder, 0, 0);
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, 3);
    for (int i = 0; i < 3; i++) {
      Buffer.createBuffer(builder, 0, 0);
    }
    int buffers = builder.endVector();
    int zstd =
        BodyCompression.createBodyCompression(
            builder, CompressionType.ZSTD, BodyCompressionMethod.BUFFER);
    int batch = RecordBatch.createRecordBatch(builder, 0, nodes, buffers, zstd, 0);
    var first =
        org.apache.arrow.flatbuf.Message.getRootAsMessage(
            ByteBuffer.wrap(messages.get(1).metadata()));
    long id = ((DictionaryBatch) first.header(new DictionaryBatch())).id();
    int dictionary = DictionaryBatch.createDictionaryBatch(builder, id, batch, false);
    var metadata =
        MessageSerializer.serializeMessage(
            builder, MessageHeader.DictionaryBatch, dictionary, 0, IpcOption.DEFAULT);
    var bytes = new byte[metadata.remaining()];
    metadata.get(bytes);
    assertThatThrownBy(
            () -> decode(List.of(messages.get(0), new Message(bytes, new byte[0]))).close())
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining("compressed otherwise");
  }
}
