package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.ipc.Parts.Part;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a table that can be read through, or a refusal; and nothing is left. */
class HostileStreamTest {
  private static final ColumnSet ALL = GlEntries.of(Grain.ENTRY);
  private static final int CASES = 3_000;

  /** Far less than a hostile length could ask for, far more than the table needs. */
  private final RootAllocator allocator = new RootAllocator(16 << 20);

  private Parts parts;

  @BeforeEach
  void encode() throws IOException {
    try (var table = TestEntries.table(allocator, TestEntries.random(300, 1))) {
      parts = Parts.of(table);
    }
  }

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  @Tag("volume")
  @Test
  void survivesDamageAnywhere() {
    var random = new Random(20_260_131);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      List<Part> damaged = new ArrayList<>(parts.list());
      int times = 1 + random.nextInt(2);
      for (int time = 0; time < times; time++) {
        int at = random.nextInt(damaged.size());
        var part = damaged.get(at);
        damaged.set(at, part.with(Damage.to(part.bytes(), random)));
      }
      refused += readThrough(parts.with(damaged)) ? 0 : 1;
    }
    assertThat(refused).isBetween(CASES / 10, CASES);
  }

  @Test
  void survivesPartsThatAreMissingTwiceOrElsewhere() {
    var random = new Random(20_260_201);
    for (int i = 0; i < CASES / 4; i++) {
      List<Part> others = new ArrayList<>(parts.list());
      int at = random.nextInt(others.size());
      switch (random.nextInt(4)) {
        case 0 -> others.remove(at);
        case 1 -> others.add(random.nextInt(others.size() + 1), others.get(at));
        case 2 -> others.add(random.nextInt(others.size()), others.remove(at));
        default -> { // another column's
          var part = others.get(at);
          others.set(at, new Part(GlEntries.T_1, part.bytes(), part.plainBytes()));
        }
      }
      if (!others.equals(parts.list())) {
        assertThat(readThrough(parts.with(others))).isFalse();
      }
    }
  }

  /** Whether it was a table; everything in it was then read. */
  private boolean readThrough(Parts hostile) {
    try (var table = hostile.decode(allocator, ALL)) {
      assertThat(JournalEntry.of(table)).hasSize(300);
      return true;
    } catch (CorruptStreamException | IOException e) {
      return false;
    }
  }

  private int indexOf(Column column, boolean dictionary) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < parts.list().size(); i++) {
      if (column.equals(parts.list().get(i).column())) {
        found.add(i);
      }
    }
    return found.get(dictionary ? 0 : found.size() - 1);
  }

  /** A union names its types in an array of any length, which reading the field would make. */
  @Test
  void refusesATypeThatNoColumnHas() {
    var union = new ArrowType.Union(UnionMode.Sparse, new int[] {1, 2, 3});
    for (var type : List.of(union, ArrowType.Binary.INSTANCE, new ArrowType.Utf8())) {
      var schema = new Schema(List.of(Field.nullable("id", type)));
      requireRefused(0, IpcMessage.ofSchema(schema), type == union ? "type that none has" : "");
    }
  }

  private StreamSchema schema() {
    byte[] head = parts.list().get(0).bytes();
    int prefix = IpcMessage.PREFIX_BYTES;
    return MessageParser.schema(
        ByteBuffer.wrap(head).slice(prefix, head.length - prefix), JournalSchema.GL_ENTRIES);
  }

  private void requireRefused(int part, byte[] bytes, String why) {
    requireRefused(part, parts.list().get(part).with(bytes), why);
  }

  private void requireRefused(int at, Part part, String why) {
    List<Part> hostile = new ArrayList<>(parts.list());
    hostile.set(at, part);
    assertThatThrownBy(() -> parts.with(hostile).decode(allocator, ALL).close())
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesACodeThatItsDictionaryHasNot() {
    int part = indexOf(GlEntries.T_1, false);
    byte[] bytes = parts.list().get(part).bytes().clone();
    Arrays.fill(bytes, bytes.length - 100, bytes.length - 4, (byte) 77);
    requireRefused(part, bytes, "dictionary hasn't got");
    Arrays.fill(bytes, bytes.length - 100, bytes.length - 4, (byte) -1);
    requireRefused(part, bytes, "dictionary hasn't got");
  }

  @Test
  void refusesAnotherNumberOfNulls() {
    int part = indexOf(GlEntries.T_2, false);
    byte[] bytes = parts.list().get(part).bytes().clone();
    bytes[Long.BYTES] ^= 1;
    requireRefused(part, bytes, "another number of nulls");
  }

  @Test
  void refusesALengthThatSoFewBytesCannotBecome() {
    int part = indexOf(GlEntries.T_3, true);
    byte[] bytes = parts.list().get(part).bytes().clone();
    var words = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    int body = IpcMessage.PREFIX_BYTES + words.getInt(Integer.BYTES);
    var metadata = words.slice(IpcMessage.PREFIX_BYTES, body - IpcMessage.PREFIX_BYTES);
    var dictionary = new MessageParser(false, 0).dictionary(metadata, schema());
    int text = body + (int) dictionary.offsets()[2];
    words.putLong(text, 1L << 40);
    requireRefused(part, bytes, "impossible length");
  }

  /** As much as so many bytes could become, and far more than any dictionary that is written. */
  @Test
  void takesNoMemoryForTwelveMebibytesThatBecomeThreeGibibytes() {
    int at = indexOf(GlEntries.T_3, true);
    int storedBytes = 12 << 20;
    long textBytes = 255L * storedBytes;
    var offsets = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES).order(LITTLE_ENDIAN);
    offsets.putLong(-1).putInt(0).putInt(Integer.MAX_VALUE);
    long[] lengths = {0, offsets.capacity(), Long.BYTES + storedBytes};
    long id = schema().column(GlEntries.T_3).field().getDictionary().getId();
    byte[] head = IpcMessage.ofDictionary(id, 1, lengths);
    var bytes =
        ByteBuffer.allocate(head.length + offsets.capacity() + Long.BYTES + storedBytes)
            .order(LITTLE_ENDIAN)
            .put(head)
            .put(offsets.array())
            .putLong(textBytes)
            .array();
    for (long announced : new long[] {0, 1 << 20, textBytes, textBytes + 8, Long.MAX_VALUE}) {
      requireRefused(at, new Part(GlEntries.T_3, bytes, announced), "becomes more than");
    }
  }

  @Test
  void refusesAPartThatBecomesMoreOrLessThanWasAnnounced() {
    for (int at = 0; at < parts.list().size(); at++) {
      var part = parts.list().get(at);
      if (part.column() != null) {
        assertThat(part.plainBytes()).isPositive();
        for (long other : new long[] {0, part.plainBytes() - 1, part.plainBytes() + 1}) {
          requireRefused(at, new Part(part.column(), part.bytes(), other), "than was announced");
        }
      }
    }
  }

  @Test
  void refusesATextThatIsNotUtf8() {
    int part = indexOf(GlEntries.ACC_DEBIT, true);
    byte[] bytes = parts.list().get(part).bytes().clone();
    bytes[bytes.length - 20] = (byte) 0xC3;
    requireRefused(part, bytes, "UTF-8");
  }

  @Test
  void refusesAnotherNumberOfRows() {
    var fewer = new Parts(parts.journal(), parts.snapshot(), 299, parts.list());
    assertThatThrownBy(() -> fewer.decode(allocator, ALL).close())
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining("300 rows instead of 299");
  }

  @Test
  void refusesAStreamWithoutAColumnThatIsWanted() throws IOException {
    try (var table = TestEntries.table(allocator, TestEntries.random(10, 1));
        var narrow = table.project(GlEntries.of(GlEntries.AMOUNT))) {
      var stream = Parts.of(narrow);
      assertThatThrownBy(() -> stream.decode(allocator, ALL).close())
          .isInstanceOf(CorruptStreamException.class)
          .hasMessageContaining("without a column");
    }
  }

  @Test
  void givesUpWithoutALeakWhenMemoryIsShort() {
    try (var little = allocator.newChildAllocator("little", 0, 4096)) {
      assertThatThrownBy(() -> parts.decode(little, ALL).close())
          .isInstanceOf(org.apache.arrow.memory.OutOfMemoryException.class);
    }
  }
}
