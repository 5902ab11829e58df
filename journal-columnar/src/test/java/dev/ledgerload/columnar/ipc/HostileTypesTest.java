package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.ipc.Parts.Part;
import dev.ledgerload.contract.EveryType;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is sent as a column of any type: one that can be read through, or a refusal. */
class HostileTypesTest {
  private static final ColumnSet ALL = EveryType.SCHEMA.columns();
  private static final int ROWS = 60;
  private static final int CASES = 3_000;

  private final RootAllocator allocator = new RootAllocator(16 << 20);
  private Parts parts;
  private List<Message> messages = List.of();

  @BeforeEach
  void write() throws IOException {
    try (var table = table()) {
      parts = Parts.of(table, EveryType.SCHEMA);
      messages = Message.of(table);
    }
  }

  private JournalTable table() {
    return EveryType.table(allocator, EveryType.rows(ROWS, 1), ROWS);
  }

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  @Tag("volume")
  @Test
  void survivesDamageAnywhereInAPart() {
    var random = new Random(20_260_131);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      List<Part> damaged = new ArrayList<>(parts.list());
      int at = random.nextInt(damaged.size());
      var part = damaged.get(at);
      damaged.set(at, part.with(Damage.to(part.bytes(), random)));
      refused += readThrough(() -> parts.with(damaged).decode(allocator, ALL)) ? 0 : 1;
    }
    assertThat(refused).isBetween(CASES / 10, CASES);
  }

  @Tag("volume")
  @Test
  void survivesDamageAnywhereInAMessage() {
    var random = new Random(20_260_132);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      List<Message> damaged = new ArrayList<>(messages);
      int at = random.nextInt(3) == 0 ? messages.size() - 1 : random.nextInt(messages.size());
      var message = damaged.get(at);
      boolean ofBody = random.nextBoolean() && message.body().length > 0;
      damaged.set(
          at,
          ofBody
              ? new Message(message.metadata(), Damage.to(message.body(), random))
              : new Message(Damage.to(message.metadata(), random), message.body()));
      refused += readThrough(() -> decode(damaged)) ? 0 : 1;
    }
    assertThat(refused).isBetween(CASES / 10, CASES);
  }

  private JournalTable decode(List<Message> stream) {
    return Message.decode(stream, allocator, EveryType.SCHEMA, ALL, TestEntries.SNAPSHOT, ROWS);
  }

  private interface Decoding {
    JournalTable table() throws IOException;
  }

  /** Whether it was a table; everything in it was then read. */
  private static boolean readThrough(Decoding hostile) {
    try (var table = hostile.table()) {
      assertThat(EveryType.rowsOf(table)).hasSize(ROWS);
      return true;
    } catch (CorruptStreamException | IOException e) {
      return false;
    }
  }

  /** A table that was changed where nobody may, sent by us. */
  private void requireRefused(String column, Consumer<FieldVector> change, String why)
      throws IOException {
    requireRefusedIn(table -> table.batches().get(0).getVector(column), change, why);
  }

  private void requireRefusedInDictionary(String column, Consumer<FieldVector> change, String why)
      throws IOException {
    requireRefusedIn(table -> table.dictionary(EveryType.SCHEMA.column(column)), change, why);
  }

  private interface Place {
    FieldVector of(JournalTable table);
  }

  private void requireRefusedIn(Place place, Consumer<FieldVector> change, String why)
      throws IOException {
    try (var table = table()) {
      change.accept(place.of(table));
      var whole = Parts.of(table, EveryType.SCHEMA);
      assertThatThrownBy(() -> whole.decode(allocator, ALL).close())
          .isInstanceOf(CorruptStreamException.class)
          .hasMessageContaining(why);
    }
  }

  private static int rowThat(FieldVector vector, boolean isNull) {
    int row = 0;
    while (vector.isNull(row) != isNull) {
      row++;
    }
    return row;
  }

  @Test
  void refusesOffsetsThatFall() throws IOException {
    for (var column : List.of("text", "json", "bytes")) {
      requireRefused(
          column,
          vector -> {
            int end = vector.getOffsetBuffer().getInt(20L * Integer.BYTES);
            vector.getOffsetBuffer().setInt(19L * Integer.BYTES, end + 1);
          },
          "offsets that fall");
    }
    for (var column : List.of("text_key", "bytes_key")) {
      requireRefusedInDictionary(
          column,
          vector -> vector.getOffsetBuffer().setInt(Integer.BYTES, -1),
          "offsets that fall");
    }
  }

  /** In whole messages, for our own encoder would read there. */
  @Test
  void refusesOffsetsThatLeaveTheValues() throws IOException {
    for (int row : new int[] {1, 30, ROWS}) {
      for (int offset : new int[] {1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        var body = messages.get(messages.size() - 1).body().clone();
        var columns = bodies();
        var text = columns.get(EveryType.SCHEMA.column("text").ordinal());
        int at = (int) text.offsets()[1] + row * Integer.BYTES;
        ByteBuffer.wrap(body).order(LITTLE_ENDIAN).putInt(at, offset);
        List<Message> hostile = new ArrayList<>(messages);
        hostile.set(
            hostile.size() - 1, new Message(messages.get(messages.size() - 1).metadata(), body));
        assertThatThrownBy(() -> decode(hostile).close())
            .isInstanceOf(CorruptStreamException.class)
            .hasMessageContaining("lead outside of the values");
      }
    }
  }

  private List<ColumnBody> bodies() {
    var schema =
        MessageParser.schema(ByteBuffer.wrap(messages.get(0).metadata()), EveryType.SCHEMA);
    return new MessageParser(true, ROWS)
        .batch(ByteBuffer.wrap(messages.get(messages.size() - 1).metadata()), schema);
  }

  @Test
  void refusesTextsThatAreNotUtf8() throws IOException {
    for (var column : List.of("text", "json")) {
      requireRefused(column, vector -> vector.getDataBuffer().setByte(0, 0xFF), "UTF-8");
      requireRefused(
          column,
          vector -> {
            int end = vector.getOffsetBuffer().getInt((long) ROWS * Integer.BYTES);
            vector.getDataBuffer().setByte(end - 1, 0xC3); // which another must follow
          },
          "UTF-8");
    }
    requireRefusedInDictionary(
        "text_key", vector -> vector.getDataBuffer().setByte(0, 0x80), "UTF-8");
  }

  @Test
  void refusesTextsOfWhichOneEndsWithinACharacter() throws IOException {
    requireRefused(
        "text",
        vector -> {
          var offsets = vector.getOffsetBuffer();
          int row = 0;
          while (!endsBehindAWideCharacter(vector, row)) {
            row++;
          }
          long at = (row + 1L) * Integer.BYTES;
          offsets.setInt(at, offsets.getInt(at) - 1);
        },
        "UTF-8");
  }

  private static boolean endsBehindAWideCharacter(FieldVector vector, int row) {
    int start = vector.getOffsetBuffer().getInt(row * 4L);
    int end = vector.getOffsetBuffer().getInt(row * 4L + 4);
    return end > start && vector.getDataBuffer().getByte(end - 1) < 0;
  }

  @Test
  void takesBytesOfAnyKindWhereTheyAreNoText() throws IOException {
    try (var table = table()) {
      table.batches().get(0).getVector("bytes").getDataBuffer().setByte(0, 0xFF);
      Parts.of(table, EveryType.SCHEMA).decode(allocator, ALL).close();
    }
  }

  @Test
  void refusesTimesThatNoDayHasUnlessTheyAreNull() throws IOException {
    for (long time : new long[] {-1, 86_400_000_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
      requireRefused(
          "time",
          vector ->
              vector.getDataBuffer().setLong((long) rowThat(vector, false) * Long.BYTES, time),
          "a time that no day has");
      requireRefusedInDictionary(
          "time_key", vector -> vector.getDataBuffer().setLong(0, time), "a time that no day has");
      try (var table = table()) {
        var vector = table.batches().get(0).getVector("time");
        vector.getDataBuffer().setLong((long) rowThat(vector, true) * Long.BYTES, time);
        var whole = Parts.of(table, EveryType.SCHEMA);
        assertThat(readThrough(() -> whole.decode(allocator, ALL))).isTrue();
      }
    }
  }

  @Test
  void refusesIndexesOutsideADictionaryOfAnyType() throws IOException {
    for (var column : EveryType.SCHEMA.keys()) {
      for (int index : new int[] {-1, 127}) {
        requireRefused(
            column.name(),
            vector -> vector.getDataBuffer().setByte(rowThat(vector, false), index),
            "a code that its dictionary hasn't got");
      }
    }
  }

  private void requireNoType(String name, ArrowType type, Map<String, String> metadata) {
    requireNoType(new Field(name, new FieldType(true, type, null, metadata), List.of()));
  }

  private void requireNoType(Field field) {
    byte[] head = IpcMessage.ofSchema(new Schema(List.of(field)));
    List<Part> hostile = new ArrayList<>(parts.list());
    hostile.set(0, hostile.get(0).with(head));
    assertThatThrownBy(() -> parts.with(hostile).decode(allocator, ALL).close())
        .as(field.toString())
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining("a column of a type that none has");
  }

  @Test
  void refusesTypesThatNoColumnIsHeldAs() {
    for (var type :
        List.<ArrowType>of(
            new ArrowType.FixedSizeBinary(16), // of whose meaning nothing is said
            new ArrowType.FixedSizeBinary(15),
            new ArrowType.FixedSizeBinary(Integer.MAX_VALUE),
            new ArrowType.Int(8, true),
            new ArrowType.Int(64, false),
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.Time(TimeUnit.MILLISECOND, 32),
            new ArrowType.Time(TimeUnit.NANOSECOND, 64),
            new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
            new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Berlin"),
            new ArrowType.Decimal(39, 2, 128),
            new ArrowType.Decimal(38, 2, 256),
            new ArrowType.Decimal(77, 2, 256),
            new ArrowType.Decimal(18, -2, 128),
            new ArrowType.LargeUtf8(),
            new ArrowType.Utf8View())) {
      requireNoType("text", type, Map.of());
    }
  }

  @Test
  void refusesExtensionsAndOtherMetadataThatNoColumnHas() {
    requireNoType("text", new ArrowType.Utf8(), Map.of(ColumnType.EXTENSION_NAME, "arrow.uuid"));
    requireNoType("text", new ArrowType.Utf8(), Map.of(ColumnType.EXTENSION_NAME, "my.own"));
    requireNoType("text", new ArrowType.Utf8(), Map.of("comment", "hello"));
    requireNoType(
        "json",
        new ArrowType.Utf8(),
        Map.of(ColumnType.EXTENSION_NAME, "arrow.json", "comment", "hello"));
  }

  @Test
  void refusesDictionariesOfWhatCannotBeAKey() {
    for (var values :
        List.<ArrowType>of(
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            new ArrowType.FixedSizeBinary(8))) {
      requireNoType(coded(values, new ArrowType.Int(8, true), Map.of()));
    }
    var uuid = Map.of(ColumnType.EXTENSION_NAME, "arrow.uuid");
    requireNoType(coded(new ArrowType.FixedSizeBinary(16), new ArrowType.Int(8, true), uuid));
    for (var index :
        List.of(
            new ArrowType.Int(64, true),
            new ArrowType.Int(8, false),
            new ArrowType.Int(12, true))) {
      requireNoType(coded(new ArrowType.Utf8(), index, Map.of()));
    }
  }

  /** As a stream's schema says it. */
  private static Field coded(ArrowType values, ArrowType.Int index, Map<String, String> metadata) {
    var encoding = new DictionaryEncoding(1, false, index);
    return new Field("text", new FieldType(true, values, encoding, metadata), List.of());
  }
}
