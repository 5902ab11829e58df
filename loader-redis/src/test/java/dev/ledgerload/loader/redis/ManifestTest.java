package dev.ledgerload.loader.redis;

import static dev.ledgerload.spi.Column.Role.PLAIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was written is read again, and nothing else is. */
class ManifestTest {
  private static final String KEY = "prefix:{journal-0123:2026-01-02}:entry";

  private final Manifest manifest =
      new Manifest(
          JournalSchema.GL_ENTRIES.fingerprint(),
          new Snapshot(
              Days.DAY,
              Grain.ENTRY,
              Optional.of(new DayVersion(1, 1_795_000_000_000_123L)),
              Instant.parse("2026-01-02T12:00:00.123456Z")),
          GlEntries.of(GlEntries.AMOUNT, GlEntries.T_1),
          1_000,
          "0123456789abcdef",
          List.of(
              new Manifest.Chunk(null, 248, 0, 0x0a0b0c0d),
              new Manifest.Chunk(GlEntries.T_1, 500, 700, -2),
              new Manifest.Chunk(GlEntries.AMOUNT, 400, 16_125, 3)));

  private final Map<String, String> hash = manifest.toHash(KEY);

  private static Manifest read(Map<String, String> hash, String key) {
    return Manifest.of(hash, key, Days.DAY, JournalSchema.GL_ENTRIES);
  }

  private static void requireRefused(String what, Map<String, String> hash) {
    assertThatThrownBy(() -> read(hash, KEY))
        .as(what)
        .isInstanceOfAny(DamagedDayException.class, MissException.class);
  }

  private Map<String, String> with(String name, String value) {
    var changed = new HashMap<>(hash);
    changed.put(name, value);
    return changed;
  }

  private Map<String, String> without(String name) {
    var changed = new HashMap<>(hash);
    changed.remove(name);
    return changed;
  }

  @Test
  void readsWhatWasWritten() {
    assertThat(read(hash, KEY)).isEqualTo(manifest);
    var unversioned =
        new Manifest(
            manifest.schema(),
            new Snapshot(Days.DAY, Grain.ENTRY, Optional.empty(), Instant.now()),
            manifest.columns(),
            0,
            manifest.writeId(),
            manifest.chunks());
    assertThat(read(unversioned.toHash(KEY), KEY)).isEqualTo(unversioned);
  }

  @Tag("volume")
  @Test
  void refusesEveryChangeOfAByteOfAField() {
    int changes = 0;
    for (var field : hash.entrySet()) {
      byte[] value = field.getValue().getBytes(UTF_8);
      for (int at = 0; at < value.length; at++) {
        for (int other = 1; other < 256; other++) {
          byte[] changed = value.clone();
          changed[at] ^= (byte) other;
          requireRefused(
              "byte %d of %s".formatted(at, field.getKey()),
              with(field.getKey(), new String(changed, UTF_8)));
          changes++;
        }
      }
    }
    assertThat(changes).isGreaterThan(40_000);
  }

  @Test
  void refusesFieldsThatAreMissingCutLongerMoreOrExchanged() {
    for (var field : hash.entrySet()) {
      var name = field.getKey();
      var value = field.getValue();
      requireRefused("without " + name, without(name));
      var renamed = without(name);
      renamed.put(name + "x", value);
      requireRefused("with %s by another name".formatted(name), renamed);
      requireRefused("with %s longer".formatted(name), with(name, value + "0"));
      requireRefused("with %s shorter".formatted(name), with(name, value.substring(1)));
      requireRefused("with %s of another".formatted(name), with(name, hash.get("write") + "0"));
    }
    requireRefused("with one more", with("more", ""));
  }

  @Test
  void refusesAManifestOfAnotherKey() {
    for (var other : List.of(KEY.replace("0123", "0124"), KEY.replace("-02", "-03"), "", KEY + 1)) {
      assertThatThrownBy(() -> read(hash, other)).isInstanceOf(DamagedDayException.class);
    }
  }

  @Test
  void refusesADayOfAnotherSchema() {
    for (var other :
        List.of(
            JournalSchema.GL_ENTRIES.withTable("other"),
            JournalSchema.GL_ENTRIES.withSqlName(GlEntries.T_5, "t_6"))) {
      assertThatThrownBy(() -> Manifest.of(hash, KEY, Days.DAY, other))
          .isInstanceOf(DamagedDayException.class)
          .hasMessageContaining("its schema is");
    }
  }

  /** A name may have blanks, and be what stands for no column. */
  @Test
  void readsColumnsOfAnyName() {
    var schema = JournalSchema.of("t").day("-").keys("the key 1 2 3").measures("Währung").build();
    var columns = List.copyOf(schema.columns());
    var other =
        new Manifest(
            schema.fingerprint(),
            manifest.snapshot(),
            schema.columns(),
            1,
            manifest.writeId(),
            columns.stream().map(column -> new Manifest.Chunk(column, 9, 9, 9)).toList());
    assertThat(Manifest.of(other.toHash(KEY), KEY, Days.DAY, schema)).isEqualTo(other);
  }

  @Test
  void isNoLargerThanWhatIsReadWithTheMostChunks() {
    var columns =
        IntStream.range(0, 1_600).mapToObj(i -> new Column(i, "%063d".formatted(i), PLAIN));
    var widest = columns.toList();
    var line = new Manifest.Chunk(widest.get(1_599), 512 << 20, 256 << 20, -1).line(widest) + "\n";
    assertThat((long) Manifest.MAX_CHUNKS * line.length() + 1_600 * 64 + 1_000)
        .isLessThan(Manifest.MAX_BYTES);
  }
}
